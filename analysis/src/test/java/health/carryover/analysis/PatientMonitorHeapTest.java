package health.carryover.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.HeartRateSamples.Sensor;
import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.event.SessionMark.Kind;
import health.carryover.analysis.event.SessionPlan;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a monitor says of its memory, beside the heap in use after a collection. */
class PatientMonitorHeapTest {
  private static final Instant BEGIN = Instant.parse("2026-03-02T09:00:00Z");
  private static final int MANY = 300;
  private static final int COLLECTIONS = 3;

  @Test
  void isRightWithinAFactorOfTwo() {
    PatientMonitor quiet = PatientMonitor.start("p", MonitorSettings.DEFAULTS);
    tell(quiet, new PainReport(BEGIN, 3.0, null, null, null, null));
    assertEstimated(quiet);

    PatientMonitor beginner = PatientMonitor.start("p", MonitorSettings.DEFAULTS);
    for (int minute = 0; minute < 5; minute++) {
      tell(beginner, minute(BEGIN.plus(Duration.ofMinutes(minute))));
    }
    assertEstimated(beginner);

    PatientMonitor wearer = PatientMonitor.start("p", MonitorSettings.DEFAULTS);
    for (int minute = 0; minute < 300; minute++) {
      tell(wearer, minute(BEGIN.plus(Duration.ofMinutes(minute))));
    }
    assertEstimated(wearer);

    PatientMonitor active = PatientMonitor.start("p", MonitorSettings.DEFAULTS);
    for (int day = 0; day < 20; day += 2) {
      session(active, "s" + day, BEGIN.plus(Duration.ofDays(day)));
    }
    assertEstimated(active);
  }

  private static void session(PatientMonitor monitor, String id, Instant start) {
    Instant end = start.plus(Duration.ofMinutes(30));
    tell(monitor, new SessionMark(id, Kind.STARTED, start, SessionPlan.UNKNOWN, null));
    for (int minute = 0; minute < 30; minute++) {
      tell(monitor, minute(start.plus(Duration.ofMinutes(minute))));
    }
    tell(monitor, new SessionMark(id, Kind.ENDED, end, SessionPlan.UNKNOWN, 4.0));
    tell(monitor, new PainReport(end, 3.0, null, null, null, null));
    tell(monitor, new PainReport(start.plus(Duration.ofHours(22)), 4.0, null, null, null, null));
  }

  private static HeartRateSamples minute(Instant start) {
    long[] at = new long[60];
    float[] bpm = new float[60];
    for (int i = 0; i < at.length; i++) {
      at[i] = start.toEpochMilli() + i * 1_000L;
      bpm[i] = 100 + i % 30;
    }
    return new HeartRateSamples(at, bpm, Sensor.CHEST);
  }

  private static void tell(PatientMonitor monitor, PatientEvent event) {
    monitor.accept(
        new ReceivedEvent(event, "watch", event.observedAt().plusSeconds(60), null, null, null));
  }

  private static void assertEstimated(PatientMonitor monitor) {
    byte[] snapshot = monitor.snapshot();
    monitor.rest();
    List<PatientMonitor> held = new ArrayList<>(MANY);
    long before = usedAfterCollection();
    for (int i = 0; i < MANY; i++) {
      PatientMonitor restored = PatientMonitor.restore(snapshot, MonitorSettings.DEFAULTS);
      restored.rest();
      held.add(restored);
    }
    double measured = (double) (usedAfterCollection() - before) / held.size();
    System.out.printf("a monitor says %d bytes, measured %.0f%n", monitor.heapBytes(), measured);
    assertThat((double) monitor.heapBytes()).isBetween(measured / 2, measured * 2);
  }

  private static long usedAfterCollection() {
    for (int i = 0; i < COLLECTIONS; i++) {
      ManagementFactory.getMemoryMXBean().gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
