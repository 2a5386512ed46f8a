package health.carryover.deploy.bench;

import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.PatientMonitor;
import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ProfileChange.HeartRateReliability;
import health.carryover.analysis.event.ProfileChange.Sex;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.event.SessionMark.Kind;
import health.carryover.analysis.event.SessionPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** An invented patient: ten answered sessions of half an hour, then one of an hour, live. */
final class BenchPatient {
  static final int BATCH = 60;
  static final int EARLIER_SESSIONS = 10;
  static final String DEVICE = "watch";
  private static final int EARLIER_MINUTES = 30;
  private static final int LIVE_MINUTES = 60;
  private static final Instant BEGIN = Instant.parse("2026-03-02T09:00:00Z");
  private static final Duration BETWEEN = Duration.ofDays(2);
  private static final Instant LIVE = BEGIN.plus(BETWEEN.multipliedBy(EARLIER_SESSIONS));

  private BenchPatient() {}

  /** A monitor after the earlier sessions and the start of the live one. */
  static PatientMonitor beforeLiveSession() {
    PatientMonitor monitor = PatientMonitor.start("p1", MonitorSettings.DEFAULTS);
    tell(
        monitor,
        new ProfileChange(
            BEGIN.minus(Duration.ofDays(1)),
            ZoneOffset.UTC,
            Sex.MALE,
            1970,
            60.0,
            190.0,
            HeartRateReliability.RELIABLE,
            Condition.LOW_BACK_PAIN,
            LoadCurrency.BANISTER_TRIMP,
            null,
            null));
    for (int i = 0; i < EARLIER_SESSIONS; i++) {
      earlier(monitor, "s" + i, BEGIN.plus(BETWEEN.multipliedBy(i)));
    }
    tell(monitor, new SessionMark("live", Kind.STARTED, LIVE, SessionPlan.UNKNOWN, null));
    return monitor;
  }

  private static void earlier(PatientMonitor monitor, String id, Instant start) {
    Instant end = start.plus(Duration.ofMinutes(EARLIER_MINUTES));
    pain(monitor, start.minus(Duration.ofMinutes(10)), 4);
    tell(monitor, new SessionMark(id, Kind.STARTED, start, SessionPlan.UNKNOWN, null));
    for (int minute = 0; minute < EARLIER_MINUTES; minute++) {
      tell(monitor, minute(start.plus(Duration.ofMinutes(minute))));
    }
    tell(monitor, new SessionMark(id, Kind.ENDED, end, SessionPlan.UNKNOWN, 4.0));
    pain(monitor, end.plus(Duration.ofMinutes(5)), 3);
    pain(monitor, end.plus(Duration.ofHours(8)), 4);
    pain(monitor, start.plus(Duration.ofHours(22)), 3);
  }

  private static void pain(PatientMonitor monitor, Instant at, double nrs) {
    tell(monitor, new PainReport(at, nrs, null, null, null, null));
  }

  /** The live session's batches, one a minute. */
  static List<ReceivedEvent> liveBatches() {
    List<ReceivedEvent> batches = new ArrayList<>();
    for (int minute = 0; minute < LIVE_MINUTES; minute++) {
      batches.add(received(minute(LIVE.plus(Duration.ofMinutes(minute)))));
    }
    return batches;
  }

  /** One more answer, long after everything else is final. */
  static ReceivedEvent weeksLater() {
    return received(new PainReport(LIVE.plus(Duration.ofDays(21)), 2, null, null, null, null));
  }

  /** Sixty readings at 1 Hz that wander between 100 and 159 bpm. */
  static HeartRateSamples minute(Instant from) {
    long[] at = new long[BATCH];
    float[] bpm = new float[BATCH];
    for (int i = 0; i < BATCH; i++) {
      at[i] = from.plusSeconds(i).toEpochMilli();
      bpm[i] = 100 + (at[i] / 1000 * 7 / 5) % 60;
    }
    return new HeartRateSamples(at, bpm, HeartRateSamples.Sensor.CHEST);
  }

  private static void tell(PatientMonitor monitor, PatientEvent event) {
    monitor.accept(received(event));
  }

  private static ReceivedEvent received(PatientEvent event) {
    return new ReceivedEvent(event, DEVICE, event.observedAt(), null, null, null);
  }
}
