package health.carryover.dashboard;

import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.AlertReason;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.Assessment.SlotState;
import health.carryover.analysis.outcome.ReasonSentence;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.Telemetry.Block;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A made-up clinic: one patient with a month of sessions, others with little or nothing. */
public final class SampleClinic {
  private static final Duration LENGTH = Duration.ofMinutes(28);
  private static final int SESSIONS = 14;

  private final RunningDashboard dashboard;
  private final Instant now;
  private final Random random = new Random(7);
  private long sequence;

  private SampleClinic(RunningDashboard dashboard, Instant now) {
    this.dashboard = dashboard;
    this.now = now;
  }

  /** Fills {@code dashboard} with what happened until {@code now}. */
  public static SampleClinic fill(RunningDashboard dashboard, Instant now) {
    SampleClinic clinic = new SampleClinic(dashboard, now);
    dashboard.addPatient("p1", "Maria Sommer");
    dashboard.addPatient("p2", "Jonas Brandt");
    dashboard.addPatient("p3", "<b>Ingrid</b> \"O'Hara\" & ‮mirror");
    dashboard.addPatient("p4", "Nadia Weiß");
    clinic.month();
    clinic.others();
    return clinic;
  }

  private void month() {
    for (int i = 0; i < SESSIONS; i++) {
      Instant start = now.minus(Duration.ofDays(2L * (SESSIONS - i) - 1)).minusSeconds(4000);
      double load = 28 + i * 1.6 + random.nextInt(14) - (i == 9 ? 12 : 0);
      double tolerated = 40 + Math.sin(i / 3.0) * 3;
      dashboard.feed.publish(
          assessment("p1", "s-" + i, start, load, tolerated, i, i == SESSIONS - 1));
      readings("p1", start, LENGTH, i == SESSIONS - 1);
    }
    dashboard.feed.publish(
        alert(
            "a-flare",
            "p1",
            AlertChange.Kind.FLARE,
            AlertChange.Severity.WARNING,
            AlertChange.Change.RAISED,
            "s-12",
            AlertReason.of(ReasonSentence.FLARE_AFTER, 3.0)));
    dashboard.feed.publish(
        alert(
            "a-near",
            "p1",
            AlertChange.Kind.LOAD_APPROACHING_TOLERANCE,
            AlertChange.Severity.INFORMATION,
            AlertChange.Change.RAISED,
            "s-13",
            AlertReason.of(ReasonSentence.LOAD_NEAR, 44.0)));
    dashboard.feed.publish(
        alert(
            "a-near",
            "p1",
            AlertChange.Kind.LOAD_APPROACHING_TOLERANCE,
            AlertChange.Severity.INFORMATION,
            AlertChange.Change.RETRACTED,
            "s-13",
            AlertReason.of(ReasonSentence.LOAD_TOLERATED)));
  }

  private void others() {
    Instant start = now.minus(Duration.ofHours(30));
    dashboard.feed.publish(assessment("p2", "t-1", start, 18, null, 1, false));
    dashboard.feed.publish(
        alert(
            "a-red",
            "p3",
            AlertChange.Kind.RED_FLAG,
            AlertChange.Severity.URGENT,
            AlertChange.Change.RAISED,
            null,
            AlertReason.of(ReasonSentence.SAFETY_YES, "fever")));
  }

  /** A session of {@code patient} that runs now and is {@code minutes} old. */
  public void run(String patient, int minutes) {
    Instant start = now.minus(Duration.ofMinutes(minutes));
    readings(patient, start, Duration.ofMinutes(minutes), false);
    for (int minute = 0; minute <= minutes; minute++) {
      progress(patient, start.plus(Duration.ofMinutes(minute)), minute);
      Eventually.get(
          () -> dashboard.get("/api/v1/sessions/run-1?patient=" + patient), told(minute));
    }
  }

  private static java.util.function.Predicate<RunningDashboard.Answer> told(int minute) {
    return answer -> answer.status() == 200 && answer.json().path("progress").size() > minute;
  }

  /** Tells how the running session of {@code patient} stands. */
  public void progress(String patient, Instant at, double minutes) {
    dashboard.feed.publish(
        new SessionProgress(
            patient,
            "run-1",
            at,
            at,
            (double) Math.round(100 + 20 * Math.sin(minutes / 4)),
            minutes * 1.9,
            42.0,
            Math.min(0.9, 0.05 + minutes / 60),
            false));
  }

  /** An alert about the session of {@code patient} that runs now. */
  public AlertChange liveAlert(String id, String patient, AlertChange.Change change) {
    return alert(
        id,
        patient,
        AlertChange.Kind.LOAD_EXCEEDS_TOLERANCE,
        AlertChange.Severity.WARNING,
        change,
        "run-1",
        change == AlertChange.Change.RETRACTED
            ? AlertReason.of(ReasonSentence.CONDITION_DID_NOT_HOLD)
            : AlertReason.of(ReasonSentence.LOAD_PASSED, 44.0));
  }

  private AlertChange alert(
      String id,
      String patient,
      AlertChange.Kind kind,
      AlertChange.Severity severity,
      AlertChange.Change change,
      String session,
      AlertReason reason) {
    boolean loaded = kind == AlertChange.Kind.LOAD_EXCEEDS_TOLERANCE;
    return new AlertChange(
        id,
        patient,
        kind,
        severity,
        change,
        change == AlertChange.Change.RAISED && session != null,
        now.minusSeconds(600),
        now.minusSeconds(540),
        session,
        loaded ? 52.3 : null,
        loaded ? 44.0 : null,
        loaded ? 0.47 : null,
        0.8,
        false,
        reason,
        kind.code() + "/1");
  }

  private Assessment assessment(
      String patient,
      String session,
      Instant start,
      double load,
      Double tolerated,
      int number,
      boolean newest) {
    boolean flare = !newest && tolerated != null && load > tolerated + 4;
    double before = 3 + number % 3;
    double evening = flare ? before + 2 : before - 1;
    Map<PainSlot, SlotState> slots = new EnumMap<>(PainSlot.class);
    slots.put(PainSlot.BEFORE, SlotState.ANSWERED);
    slots.put(PainSlot.DURING, number % 4 == 1 ? SlotState.MISSED : SlotState.ANSWERED);
    slots.put(PainSlot.AFTER, SlotState.ANSWERED);
    slots.put(PainSlot.EVENING, number % 5 == 2 ? SlotState.LATE : SlotState.ANSWERED);
    slots.put(PainSlot.NEXT_MORNING, newest ? SlotState.NOT_DUE : SlotState.ANSWERED);
    return new Assessment(
        patient,
        session,
        newest ? 1 : 3,
        !newest,
        start.plus(Duration.ofHours(20)),
        start,
        start.plus(LENGTH),
        null,
        28.0,
        121.3,
        150.0,
        0.97,
        new Assessment.Load(
            LoadCurrency.BANISTER_TRIMP,
            "banister-1991-f0.86",
            load,
            "good",
            load,
            61.0,
            112.0,
            "measured",
            "age-formula",
            load * 0.9,
            load * 1.1,
            65.0,
            168.1),
        new Assessment.Pain(
            before,
            number % 4 == 1 ? null : before - 2,
            before - 2,
            evening,
            newest ? null : evening - 0.5),
        slots,
        2.0,
        newest ? null : Math.max(0, evening - before),
        newest ? null : before - evening + 0.5,
        newest ? null : (Boolean) flare,
        newest ? "unknown" : flare ? "relief-then-rebound" : "carry-over",
        tolerated == null
            ? null
            : new Assessment.Tolerance(
                0.41,
                0.2,
                0.66,
                0.3,
                0.05,
                tolerated * 0.85,
                tolerated * 1.2,
                tolerated * (2.4 - number * 0.07),
                tolerated,
                number + 1,
                number > 4),
        tolerated == null
            ? null
            : flare
                ? new Assessment.Mechanisms(
                    0.67,
                    0.28,
                    0.02,
                    0.03,
                    "load-tolerance-exceeded",
                    List.of("E1+", "E2-", "E3+"),
                    List.of())
                : new Assessment.Mechanisms(
                    0.4, 0.3, 0.2, 0.1, "undetermined", List.of("E1-"), List.of()),
        tolerated == null
            ? null
            : new Assessment.Guidance(
                flare ? "reduce-volume" : "hold",
                flare ? -0.2 : null,
                "keep",
                tolerated * 0.9,
                "Movement helped during the session. The total amount was probably a bit more than"
                    + " your body was ready for. Keep your days and make the sessions a little"
                    + " shorter."),
        0.8);
  }

  private void readings(String patient, Instant start, Duration length, boolean gap) {
    int size = (int) length.toSeconds();
    long[] at = new long[size];
    float[] bpm = new float[size];
    int kept = 0;
    for (int second = 0; second < size; second++) {
      if (gap && second > 700 && second < 940) {
        continue;
      }
      double effort = 95 + 35 * (1 - Math.exp(-second / 240.0)) + 8 * Math.sin(second / 70.0);
      at[kept] = start.plusSeconds(second).toEpochMilli();
      bpm[kept++] = (float) Math.round(effort + random.nextGaussian() * 1.5);
    }
    dashboard.telemetry.append(
        List.of(
            new Block(
                ++sequence,
                patient,
                "watch-" + patient,
                java.util.Arrays.copyOf(at, kept),
                java.util.Arrays.copyOf(bpm, kept))));
  }
}
