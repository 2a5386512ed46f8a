package health.carryover.ingest;

import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.TrialSetting;
import health.carryover.analysis.WhatIf;
import health.carryover.analysis.WhatIfReplay;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.port.DeviceIntake;
import health.carryover.analysis.port.EventIntake;
import health.carryover.analysis.port.Intake;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.Journal.StoredEntry;
import health.carryover.analysis.port.PatientShares;
import health.carryover.analysis.port.PersonTraces;
import health.carryover.analysis.port.QuarantineDesk;
import health.carryover.analysis.port.RuleTrials;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.ingest.clock.DeviceClocks;
import health.carryover.ingest.codec.MessageCodec;
import health.carryover.ingest.journal.Arrival;
import health.carryover.ingest.journal.DeliveryListener;
import health.carryover.ingest.journal.JournalHistory;
import health.carryover.ingest.journal.JournalWriter;
import health.carryover.ingest.journal.ServiceIntake;
import health.carryover.ingest.quarantine.RepairDesk;
import health.carryover.ingest.shard.OutcomeListener;
import health.carryover.ingest.shard.PatientHistory;
import health.carryover.ingest.shard.PatientMessage;
import health.carryover.ingest.shard.PatientShards;
import health.carryover.ingest.shard.ShardStores;
import health.carryover.ingest.shard.StageListener;
import health.carryover.ingest.share.JournalFollower;
import health.carryover.ingest.share.SharedSnapshots;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * From a message at the door to what its patient's monitor says. {@link #start} first uses what an
 * earlier run journalled and had no time to use; {@link #stop} uses what is queued and leaves
 * everything stored.
 *
 * <p>{@link #start} and {@link #stop}: once each, one after the other. Everything else: any thread.
 */
public final class IngestService
    implements Intake, EventIntake, DeviceIntake, RuleTrials, AutoCloseable {
  private static final int PAGE = 1_000;

  private enum Stage {
    NEW,
    STARTED,
    STOPPED
  }

  private final IngestPorts ports;
  private final IngestSettings settings;
  private final InstantSource clock;
  private final JournalHistory history;
  private final DeviceClocks clocks;
  private final PatientShards shards;
  private final @Nullable JournalFollower follower;
  private final JournalWriter writer;
  private final ServiceIntake intake;
  private final QuarantineDesk desk;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.NEW);

  /**
   * A service that is not started.
   *
   * @param clock the host's clock; where it steps back, the time of receipt stands still
   * @throws health.carryover.analysis.port.StoreUnavailableException if the journal cannot be read
   */
  public IngestService(
      IngestPorts ports, IngestSettings settings, MeterRegistry registry, InstantSource clock) {
    this.ports = ports;
    this.settings = settings;
    this.clock = clock;
    MessageCodec codec = new MessageCodec(settings.codec());
    this.clocks = new DeviceClocks(settings.clocks());
    this.history = new JournalHistory(ports.journal(), codec);
    PatientShares shares = ports.shares();
    SharedSnapshots shared = shares == null ? null : new SharedSnapshots(ports.snapshots(), shares);
    this.shards =
        new PatientShards(
            settings.shards(),
            settings.monitors(),
            new ShardStores(
                ports.outcomes(),
                ports.telemetry(),
                shared == null ? ports.snapshots() : shared,
                ports.steps()),
            history,
            registry,
            clock);
    this.follower =
        shares == null || shared == null
            ? null
            : new JournalFollower(
                shares,
                ports.journal(),
                history,
                shards,
                shared,
                settings.writer().tick(),
                settings.writer().retry());
    this.writer =
        new JournalWriter(
            ports.journal(),
            codec,
            ports.enrolments(),
            follower == null ? shards : follower,
            settings.writer(),
            registry,
            clock,
            newestReceipt(ports.journal()),
            clocks);
    this.intake = new ServiceIntake(writer, codec, clock);
    this.desk =
        new RepairDesk(ports.journal(), ports.quarantine(), codec, settings.codec(), writer, clock);
  }

  private static Instant newestReceipt(Journal journal) {
    List<StoredEntry> newest = journal.read(Math.max(0, journal.lastSequence() - 1), 1);
    return newest.isEmpty() ? Instant.EPOCH : newest.get(0).entry().receivedAt();
  }

  /** Adds whoever wants to hear what the monitors say; best before {@link #start}. */
  public void addListener(OutcomeListener listener) {
    shards.addListener(listener);
  }

  /** Adds whoever wants to hear how long messages take; best before {@link #start}. */
  public void addListener(StageListener listener) {
    shards.addListener(listener);
  }

  /** Adds whoever wants to hear what became of messages; best before {@link #start}. */
  public void addListener(DeliveryListener listener) {
    writer.addListener(listener);
  }

  /**
   * Which shares of the patients are this service's from now on, where several divide them. Does
   * not block.
   *
   * @return those that can be given back
   */
  public Set<Integer> keep(PatientShares.Holding holding) {
    return follower == null ? Set.of() : follower.keep(holding);
  }

  /** Has {@link #stop} not wait for outcomes: nothing of this process will be stored any more. */
  public void abandon() {
    shards.abandon();
  }

  /**
   * Hands the journal after the last checkpoint to the shards, then takes new messages. Where the
   * patients are divided it hands over what {@link #keep} is told of.
   *
   * @throws health.carryover.analysis.port.StoreUnavailableException if a store cannot be read
   */
  public void start() throws InterruptedException {
    if (!stage.compareAndSet(Stage.NEW, Stage.STARTED)) {
      throw new IllegalStateException("started before");
    }
    shards.start();
    if (follower == null) {
      replay();
    } else {
      follower.start();
    }
    writer.start();
  }

  private void replay() throws InterruptedException {
    long after = ports.snapshots().checkpoint();
    shards.handedThrough(after);
    while (true) {
      PatientHistory.Page page = history.read(after, PAGE);
      if (page.lastSequence() == after) {
        return;
      }
      for (PatientMessage message : page.messages()) {
        shards.offer(message);
      }
      after = page.lastSequence();
      shards.handedThrough(after);
    }
  }

  /**
   * Takes a message to the journal.
   *
   * @param patience how long to wait for room in the bounded queue
   * @return whether it was taken; if not, it stays with the sender. It is acknowledged when it is
   *     durable.
   */
  public boolean offer(Arrival arrival, Duration patience) throws InterruptedException {
    return writer.offer(arrival, patience);
  }

  /**
   * Takes a message to the journal if there is room for it and the journal is there. Does not
   * block.
   *
   * @return whether it was taken; if not, it stays with the sender
   */
  public boolean takeNow(Arrival arrival) {
    return writer.takeNow(arrival);
  }

  @Override
  public CompletionStage<Void> profile(
      String clinic, String patient, String id, ProfileChange change) {
    return intake.profile(clinic, patient, id, change);
  }

  @Override
  public WhatIf tryOut(String patient, Map<TrialSetting, Double> values) {
    MonitorSettings inUse = settings.monitors();
    WhatIfReplay replay =
        new WhatIfReplay(patient, inUse, inUse.with(TrialSetting.applied(inUse.rules(), values)));
    long trimmed = history.replay(patient, replay::take);
    return replay.compare(clock.instant(), trimmed);
  }

  @Override
  public CompletionStage<Taken> openWearables(String clinic, @Nullable String id, byte[] body) {
    return intake.openWearables(clinic, id, body);
  }

  @Override
  public CompletionStage<Taken> fromDevice(
      String clinic, String device, String stream, byte[] payload) {
    return intake.fromDevice(clinic, device, stream, payload);
  }

  /** Where people decide what becomes of what could not be used. */
  public QuarantineDesk quarantineDesk() {
    return desk;
  }

  /** What is known of the clocks of devices. */
  public DeviceClocks clocks() {
    return clocks;
  }

  /** To be called when enrolments changed, so that the change holds for the next message. */
  public void enrolmentsChanged() {
    writer.forgetEnrolments();
  }

  /**
   * Forgets in memory a person whose devices are nobody's any more. Afterwards every entry of the
   * person is in the journal, and nothing here will store anything made of them.
   *
   * @throws StoreUnavailableException if it did not come to that in time
   */
  public void forget(PersonTraces person, Duration patience) throws InterruptedException {
    writer.forgetEnrolments();
    if (!writer.settled(patience) || (follower != null && !follower.settled(patience))) {
      throw new StoreUnavailableException("the journal is busy", new IllegalStateException());
    }
    for (PersonTraces.Device device : person.own()) {
      clocks.forget(device.clinic(), device.id());
    }
    try {
      shards
          .forget(person.patient())
          .toCompletableFuture()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException late) {
      throw new StoreUnavailableException("a shard did not forget in time", late);
    }
  }

  /** Journal entries that are still to be looked at where several services divide the patients. */
  public long behind() {
    return follower == null ? 0 : follower.behind();
  }

  /** Messages taken whose outcomes are not stored yet. */
  public int waiting() {
    return writer.queued() + shards.waiting();
  }

  /** Messages taken that are not handed to their patients' shards yet, in one line for all. */
  public int inLine() {
    return writer.queued();
  }

  /** Whether every thread of the service lives. */
  public boolean alive() {
    return stage.get() == Stage.STARTED
        && writer.alive()
        && shards.alive()
        && (follower == null || follower.alive());
  }

  /**
   * Takes nothing more, journals and uses what is queued, stores the monitors and ends.
   *
   * @return whether everything was stored; if not, the next start continues from the journal
   */
  public boolean stop() throws InterruptedException {
    Stage before = stage.getAndSet(Stage.STOPPED);
    if (before != Stage.STARTED) {
      return true;
    }
    boolean journalled = writer.stop(settings.stopPatience());
    if (follower != null) {
      follower.stop(settings.stopPatience());
    }
    boolean stored = shards.stop(settings.stopPatience());
    return journalled && stored;
  }

  /** The same as {@link #stop}. */
  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
