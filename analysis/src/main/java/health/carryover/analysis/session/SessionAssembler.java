package health.carryover.analysis.session;

import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.load.ActiveTime;
import health.carryover.analysis.session.AssembledSession.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Assembles a session from what was told about it and the patient's readings. A pure function: the
 * order in which things became known does not matter.
 *
 * <ul>
 *   <li>Start: as told. Without a start but with an end: the first reading of the unbroken run that
 *       leads to the end. Without either: no session yet.
 *   <li>End: as told. A missing stop ends at the last reading before heart rate fell silent for
 *       {@code silence}, at the next session's start, or after {@code longest}, whichever is first;
 *       it still runs while none of these is known to have happened.
 *   <li>Pauses are removed; a pause without resume lasts to the end.
 * </ul>
 *
 * @param silence heart rate silent for this long means that a session without stop is over
 * @param longest no session without stop lasts longer
 */
public record SessionAssembler(Duration silence, Duration longest) {

  private static final double MILLIS_PER_MINUTE = 60_000;

  /**
   * The session, or empty if too little is known.
   *
   * @param readings all devices of the patient
   * @param nextStart when the patient's next session was told to start, or null
   * @param now the newest instant known
   */
  public Optional<AssembledSession> assemble(
      SessionFacts facts,
      Collection<HeartRateSeries> readings,
      @Nullable Instant nextStart,
      Instant now) {
    Instant start = facts.startedAt();
    Instant told = facts.endedAt();
    if (start == null) {
      if (told == null) {
        return Optional.empty();
      }
      start = firstOfRunUpTo(told, readings);
    }
    Instant end;
    Ending ending;
    if (told != null) {
      end = told.isBefore(start) ? start : told;
      ending = Ending.TOLD;
    } else {
      Instant lastSign = lastOfRunFrom(start, lastMark(facts, start), readings);
      Instant limit = start.plus(longest);
      if (nextStart != null && nextStart.isAfter(start) && !nextStart.isAfter(limit)) {
        end = earlier(lastSign, nextStart);
        ending =
            now.isAfter(lastSign.plus(silence)) && lastSign.plus(silence).isBefore(nextStart)
                ? Ending.SILENT
                : Ending.SUPERSEDED;
      } else {
        end = earlier(lastSign, limit);
        ending =
            now.isBefore(earlier(lastSign.plus(silence), limit)) ? Ending.RUNNING : Ending.SILENT;
      }
    }
    ActiveTime active = active(facts, start, end);
    double minutes = active.totalMillis() / MILLIS_PER_MINUTE;
    Double toldSeconds = facts.toldActiveSeconds();
    if (toldSeconds != null && active.stretches() == 1) {
      minutes = Math.min(minutes, toldSeconds / 60);
    }
    return Optional.of(
        new AssembledSession(
            facts.session(), start, end, ending, active, minutes, facts.plan(), facts.rpe()));
  }

  private static Instant lastMark(SessionFacts facts, Instant start) {
    Instant last = start;
    for (SessionMark mark : facts.pausesByTime()) {
      if (mark.at().isAfter(last)) {
        last = mark.at();
      }
    }
    return last;
  }

  /** The last reading of the unbroken run after {@code from}, or {@code atLeast}. */
  private Instant lastOfRunFrom(
      Instant from, Instant atLeast, Collection<HeartRateSeries> readings) {
    long last = atLeast.toEpochMilli();
    long limit = from.plus(longest).toEpochMilli();
    boolean grown = true;
    while (grown) {
      grown = false;
      for (HeartRateSeries series : readings) {
        long reached = series.lastOfRun(last, silence.toMillis(), limit);
        grown |= reached > last;
        last = reached;
      }
    }
    return Instant.ofEpochMilli(last);
  }

  /** The first reading of the unbroken run that leads to {@code end}; {@code end} without any. */
  private Instant firstOfRunUpTo(Instant end, Collection<HeartRateSeries> readings) {
    long first = end.toEpochMilli();
    long limit = end.minus(longest).toEpochMilli();
    boolean grown = true;
    while (grown) {
      grown = false;
      for (HeartRateSeries series : readings) {
        int i = series.firstAtOrAfter(first) - 1;
        while (i >= 0
            && series.atMillis(i) >= limit
            && first - series.atMillis(i) <= silence.toMillis()) {
          first = series.atMillis(i);
          grown = true;
          i--;
        }
      }
    }
    return Instant.ofEpochMilli(first);
  }

  private static ActiveTime active(SessionFacts facts, Instant start, Instant end) {
    long from = start.toEpochMilli();
    long to = end.toEpochMilli();
    List<Long> starts = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    long activeSince = from;
    boolean paused = false;
    for (SessionMark mark : facts.pausesByTime()) {
      long at = Math.min(Math.max(mark.at().toEpochMilli(), from), to);
      if (mark.kind() == SessionMark.Kind.PAUSED && !paused) {
        starts.add(activeSince);
        ends.add(at);
        paused = true;
      } else if (mark.kind() == SessionMark.Kind.RESUMED && paused) {
        activeSince = at;
        paused = false;
      }
    }
    if (!paused) {
      starts.add(activeSince);
      ends.add(to);
    }
    return ActiveTime.of(
        starts.stream().mapToLong(Long::longValue).toArray(),
        ends.stream().mapToLong(Long::longValue).toArray());
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
