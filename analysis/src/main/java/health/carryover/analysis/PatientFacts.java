package health.carryover.analysis;

import health.carryover.analysis.diary.PainDiary;
import health.carryover.analysis.diary.RecoveryDiary;
import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.RecoveryReport;
import health.carryover.analysis.event.SafetyReport;
import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.event.SessionSummary;
import health.carryover.analysis.history.LowestByDay;
import health.carryover.analysis.profile.ProfileHistory;
import health.carryover.analysis.session.HeartRateSeries;
import health.carryover.analysis.session.SessionFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was told about one patient and still counts: a set, whatever the order of
 * arrival. Confined to one thread.
 */
final class PatientFacts {
  /** A pain report can answer for a session this long before it. */
  private static final Duration PAIN_REACH = Duration.ofHours(60);

  /** A recovery report can speak for a session this long before it. */
  private static final Duration RECOVERY_REACH = Duration.ofHours(36);

  private static final String NO_DEVICE = "";

  final ProfileHistory profiles = new ProfileHistory();
  final TreeMap<String, HeartRateSeries> readings = new TreeMap<>();
  final LowestByDay lowest = new LowestByDay();
  final TreeMap<String, SessionFacts> sessions = new TreeMap<>();
  final PainDiary pain = new PainDiary();
  final RecoveryDiary recovery = new RecoveryDiary();
  final List<ReceivedEvent> safety = new ArrayList<>();

  /**
   * What an event may have changed.
   *
   * @param from every session that ends at or after this instant may be different now
   * @param readingsFromMillis the earliest reading that changed; {@code Long.MAX_VALUE}: none
   * @param session the one session it names, different whenever it ends, or null
   */
  record Change(Instant from, long readingsFromMillis, @Nullable String session) {
    static final Change NONE = new Change(Instant.MAX, Long.MAX_VALUE, null);

    static Change from(Instant from) {
      return new Change(from, Long.MAX_VALUE, null);
    }

    /** Whether readings came and nothing else. */
    boolean readingsOnly() {
      return session == null && readingsFromMillis != Long.MAX_VALUE;
    }

    /** Also what may follow from a session that was at {@code start} before. */
    Change andFrom(Instant start) {
      Instant earlier = start.minus(PAIN_REACH);
      return earlier.isBefore(from) ? new Change(earlier, readingsFromMillis, session) : this;
    }
  }

  /** Puts back the readings of a device of which nothing is held. */
  void putBack(String device, HeartRateSeries series) {
    readings.put(device, series);
    if (series.size() > 0) {
      lowest.changed(series.atMillis(0), series.atMillis(series.size() - 1));
    }
  }

  /** Takes an event. */
  Change add(ReceivedEvent source) {
    return source
        .event()
        .accept(
            new PatientEvent.Visitor<Change>() {
              @Override
              public Change heartRate(HeartRateSamples samples) {
                String device = source.device() == null ? NO_DEVICE : source.device();
                long from =
                    readings.computeIfAbsent(device, any -> new HeartRateSeries()).add(samples);
                if (from == Long.MAX_VALUE) {
                  return Change.NONE;
                }
                lowest.changed(from, samples.observedAt().toEpochMilli());
                return new Change(Instant.ofEpochMilli(from), from, null);
              }

              @Override
              public Change sessionMark(SessionMark mark) {
                session(mark.session()).add(mark, source);
                return new Change(mark.at().minus(PAIN_REACH), Long.MAX_VALUE, mark.session());
              }

              @Override
              public Change sessionSummary(SessionSummary summary) {
                session(summary.session()).add(summary, source);
                return new Change(
                    summary.start().minus(PAIN_REACH), Long.MAX_VALUE, summary.session());
              }

              @Override
              public Change pain(PainReport report) {
                pain.add(report, source);
                return Change.from(report.at().minus(PAIN_REACH));
              }

              @Override
              public Change recovery(RecoveryReport report) {
                recovery.add(report, source);
                return Change.from(report.at().minus(RECOVERY_REACH));
              }

              @Override
              public Change safety(SafetyReport report) {
                safety.add(source);
                safety.sort(Comparator.comparing(held -> held.event().observedAt()));
                return Change.from(report.at().minus(PAIN_REACH));
              }

              @Override
              public Change profile(ProfileChange change) {
                profiles.add(source);
                return Change.from(Instant.MIN);
              }
            });
  }

  private SessionFacts session(String id) {
    return sessions.computeIfAbsent(id, SessionFacts::new);
  }
}
