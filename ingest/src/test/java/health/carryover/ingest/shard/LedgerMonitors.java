package health.carryover.ingest.shard;

import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.port.SampleOutcomes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Monitors that write down everything: one outcome for each event, one a minute after the last
 * event, a chain of all of it in the state. They break when told to, and notice when time that was
 * already passed is passed again by an event.
 */
final class LedgerMonitors implements Monitors {
  static final Duration SILENCE = Duration.ofMinutes(1);

  /** What a monitor weighs that rests, and one that does not. */
  static final long RESTING = 1;

  static final long AWAKE = 10;

  /** Events, by their own time, on which every monitor breaks. */
  final Set<Instant> breaksOn = Collections.synchronizedSet(new HashSet<>());

  /** Events on which the next monitor breaks, once. */
  final Set<Instant> breaksOnceOn = Collections.synchronizedSet(new HashSet<>());

  /** Patients whose monitors break when time passes. */
  final Set<String> breaksOnTime = Collections.synchronizedSet(new HashSet<>());

  /** What should never happen. */
  final List<String> violations = Collections.synchronizedList(new ArrayList<>());

  /** The order in which events were used, over all patients. */
  final List<String> used = Collections.synchronizedList(new ArrayList<>());

  @Override
  public Monitor start(String patient) {
    return new Ledger(patient, 0, 17, Instant.EPOCH, Optional.empty());
  }

  @Override
  public Monitor restore(byte[] snapshot) {
    String[] part = new String(snapshot, StandardCharsets.UTF_8).split(";", -1);
    return new Ledger(
        part[0],
        Long.parseLong(part[1]),
        Long.parseLong(part[2]),
        Instant.parse(part[3]),
        part[4].isEmpty() ? Optional.empty() : Optional.of(Instant.parse(part[4])));
  }

  private final class Ledger implements Monitor {
    private final String patient;
    private long ordinal;
    private long chain;
    private Instant now;
    private Optional<Instant> deadline;
    private boolean broken;
    private boolean resting;

    Ledger(String patient, long ordinal, long chain, Instant now, Optional<Instant> deadline) {
      this.patient = patient;
      this.ordinal = ordinal;
      this.chain = chain;
      this.now = now;
      this.deadline = deadline;
    }

    @Override
    public String patient() {
      return patient;
    }

    @Override
    public List<NumberedOutcome> accept(ReceivedEvent event) {
      resting = false;
      if (broken) {
        violations.add("a broken monitor was used again");
      }
      if (event.receivedAt().isBefore(now)) {
        violations.add(patient + " was at " + now + " before " + event.receivedAt());
      }
      List<NumberedOutcome> said = new ArrayList<>(pass(event.receivedAt()));
      Instant at = event.event().observedAt();
      if (breaksOn.contains(at) || breaksOnceOn.remove(at)) {
        broken = true;
        chain = -1;
        throw new IllegalStateException("told to");
      }
      used.add(patient);
      chain = chain * 31 + at.toEpochMilli();
      said.add(say("event " + chain, at, event.receivedAt()));
      deadline = Optional.of(event.receivedAt().plus(SILENCE));
      return said;
    }

    @Override
    public List<NumberedOutcome> advanceTo(Instant instant) {
      resting = false;
      if (breaksOnTime.contains(patient)) {
        throw new IllegalStateException("told to");
      }
      return pass(instant);
    }

    private List<NumberedOutcome> pass(Instant instant) {
      List<NumberedOutcome> said = new ArrayList<>();
      if (deadline.isPresent() && !deadline.get().isAfter(instant)) {
        Instant due = deadline.get();
        deadline = Optional.empty();
        chain = chain * 31 + 7;
        said.add(say("silence " + chain, due, due));
      }
      now = instant.isAfter(now) ? instant : now;
      return said;
    }

    private NumberedOutcome say(String what, Instant eventAt, Instant knownAt) {
      return new NumberedOutcome(
          patient,
          ++ordinal,
          SampleOutcomes.alert(
              what, patient, AlertChange.Kind.FLARE, AlertChange.Change.RAISED, eventAt, knownAt));
    }

    @Override
    public Optional<Instant> nextDeadline() {
      return deadline;
    }

    @Override
    public long heapBytes() {
      return resting ? RESTING : AWAKE;
    }

    @Override
    public void rest() {
      resting = true;
    }

    @Override
    public byte[] snapshot() {
      String state =
          patient
              + ";"
              + ordinal
              + ";"
              + chain
              + ";"
              + now
              + ";"
              + deadline.map(Instant::toString).orElse("");
      return state.getBytes(StandardCharsets.UTF_8);
    }
  }
}
