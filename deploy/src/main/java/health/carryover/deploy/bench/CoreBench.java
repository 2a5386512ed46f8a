package health.carryover.deploy.bench;

import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.PatientMonitor;
import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.event.SessionPlan;
import health.carryover.analysis.load.ActiveTime;
import health.carryover.analysis.load.BanisterFormula;
import health.carryover.analysis.load.HeartRateReference;
import health.carryover.analysis.load.LoadBasis;
import health.carryover.analysis.load.SessionLoad;
import health.carryover.analysis.session.AssembledSession;
import health.carryover.analysis.session.HeartRateSeries;
import health.carryover.analysis.session.SessionAssembler;
import health.carryover.analysis.session.SessionFacts;
import health.carryover.analysis.session.SessionHeartRate;
import health.carryover.analysis.tolerance.ToleranceBelief;
import health.carryover.analysis.tolerance.ToleranceGrid;
import health.carryover.analysis.tolerance.ToleranceModel;
import health.carryover.deploy.bench.Rounds.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The calculating core on one thread: from the limit, a plain loop over arrays, to all that a
 * patient's monitor does with a live batch. Sessions of an hour at 1 Hz in batches of {@value
 * BenchPatient#BATCH}. Confined to one thread.
 */
public final class CoreBench {
  private static final String LIMIT = "plain-loop";
  private static final String SAMPLES_A_SECOND = "samples/s";
  private static final int SESSIONS = 50;
  private static final int MINUTES = 60;
  private static final int SAMPLES = MINUTES * BenchPatient.BATCH;
  private static final long GAP_CAP_MILLIS = 15_000;
  private static final int RATES = 256;
  private static final double MILLIS_PER_MINUTE = 60_000;
  private static final Instant BEGIN = Instant.parse("2026-03-02T09:00:00Z");
  private static final double REST_BPM = 60;
  private static final double MAX_BPM = 190;
  private static final int UPDATES = 200;
  private static final Goal SAMPLES_GOAL = Goal.atLeast(20e6);
  private static final Goal UPDATES_GOAL = Goal.atLeast(5e3);

  private final Rounds rounds;
  private final HeartRateReference reference = new HeartRateReference(REST_BPM, MAX_BPM);
  private final LoadBasis basis = LoadBasis.of(reference, BanisterFormula.MALE);
  private final List<List<HeartRateSamples>> sessions = new ArrayList<>();
  private final List<long[]> times = new ArrayList<>();
  private final List<float[]> heartRates = new ArrayList<>();

  public CoreBench(Rounds rounds) {
    this.rounds = rounds;
    for (int session = 0; session < SESSIONS; session++) {
      Instant start = BEGIN.plus(Duration.ofHours(2L * session));
      List<HeartRateSamples> batches = new ArrayList<>();
      HeartRateSeries series = new HeartRateSeries();
      for (int minute = 0; minute < MINUTES; minute++) {
        HeartRateSamples batch = BenchPatient.minute(start.plus(Duration.ofMinutes(minute)));
        batches.add(batch);
        series.add(batch);
      }
      sessions.add(batches);
      HeartRateSeries.Slice all = series.slice(0, series.size());
      times.add(all.atMillis());
      heartRates.add(all.bpm());
    }
  }

  /**
   * Measures everything.
   *
   * @param progress hears the name of each measurement before it begins
   */
  public List<BenchRow> run(Consumer<String> progress) {
    List<BenchRow> rows = new ArrayList<>();
    progress.accept("plain loop");
    rows.add(
        BenchRow.ofRounds(
            LIMIT,
            "the limit: rate table over arrays, gap cap",
            SAMPLES_A_SECOND,
            rounds.perSecond(this::plainLoop)));
    progress.accept("session load");
    rows.add(
        BenchRow.ofRounds(
            "session-load",
            "load of a whole session",
            SAMPLES_A_SECOND,
            rounds.perSecond(this::sessionLoad)));
    progress.accept("batches to load");
    rows.add(
        BenchRow.ofRounds(
                "batches-to-load",
                "batches taken, session assembled, load and distribution",
                SAMPLES_A_SECOND,
                rounds.perSecond(this::batchesToLoad))
            .aimingAt(SAMPLES_GOAL));
    progress.accept("tolerance");
    rows.add(
        BenchRow.ofRounds(
                "tolerance-update",
                "a day of drift and a graded outcome",
                "updates/s",
                rounds.perSecond(CoreBench::toleranceUpdates))
            .aimingAt(UPDATES_GOAL));
    progress.accept("patient monitor");
    double[] live = rounds.perSecond(new LiveSession());
    rows.add(
        BenchRow.ofRounds(
            "monitor-live",
            "live batches through a patient's monitor, ten earlier sessions",
            SAMPLES_A_SECOND,
            live));
    rows.add(
        BenchRow.ofRounds(
            "monitor-live-batch",
            "the same, one batch of sixty",
            "us/batch",
            Rounds.micros(live, BenchPatient.BATCH)));
    progress.accept("memory");
    rows.addAll(new PatientMemory(rounds.count()).measure());
    return rows.stream().map(CoreBench::besideLimit).toList();
  }

  private static BenchRow besideLimit(BenchRow row) {
    return row.unit().equals(SAMPLES_A_SECOND) ? row.beside(LIMIT) : row;
  }

  private Share plainLoop() {
    double[] rates = new double[RATES];
    for (int bpm = 0; bpm < RATES; bpm++) {
      rates[bpm] =
          BanisterFormula.MALE.ratePerMinute(Math.max(0, (bpm - REST_BPM) / (MAX_BPM - REST_BPM)))
              / MILLIS_PER_MINUTE;
    }
    long before = System.nanoTime();
    double sum = 0;
    for (int session = 0; session < SESSIONS; session++) {
      long[] at = times.get(session);
      float[] bpm = heartRates.get(session);
      for (int i = 0; i < SAMPLES - 1; i++) {
        sum += Math.min(at[i + 1] - at[i], GAP_CAP_MILLIS) * rates[(int) bpm[i]];
      }
    }
    return new Share((long) SESSIONS * SAMPLES, System.nanoTime() - before, sum);
  }

  private Share sessionLoad() {
    long before = System.nanoTime();
    double sum = 0;
    for (int session = 0; session < SESSIONS; session++) {
      long start = times.get(session)[0];
      ActiveTime active = ActiveTime.between(start, start + SAMPLES * 1000L);
      Double load =
          SessionLoad.integrate(
                  basis, active, times.get(session), heartRates.get(session), 0, SAMPLES)
              .banister();
      sum += Objects.requireNonNull(load);
    }
    return new Share((long) SESSIONS * SAMPLES, System.nanoTime() - before, sum);
  }

  private Share batchesToLoad() {
    long before = System.nanoTime();
    MonitorSettings settings = MonitorSettings.DEFAULTS;
    SessionAssembler assembler =
        new SessionAssembler(settings.silenceEndsSession(), settings.longestSession());
    double sum = 0;
    for (List<HeartRateSamples> batches : sessions) {
      HeartRateSeries series = new HeartRateSeries();
      for (HeartRateSamples batch : batches) {
        series.add(batch);
      }
      Instant start = Instant.ofEpochMilli(series.atMillis(0));
      Instant end = start.plusSeconds(SAMPLES);
      SessionFacts facts = new SessionFacts("s");
      mark(facts, SessionMark.Kind.STARTED, start);
      mark(facts, SessionMark.Kind.ENDED, end);
      AssembledSession assembled =
          assembler.assemble(facts, List.of(series), null, end).orElseThrow();
      TreeMap<String, HeartRateSeries> readings = new TreeMap<>();
      readings.put(BenchPatient.DEVICE, series);
      Double load = SessionHeartRate.of(assembled, readings, basis).load().banister();
      sum += Objects.requireNonNull(load);
    }
    return new Share((long) SESSIONS * SAMPLES, System.nanoTime() - before, sum);
  }

  private static void mark(SessionFacts facts, SessionMark.Kind kind, Instant at) {
    SessionMark mark = new SessionMark("s", kind, at, SessionPlan.UNKNOWN, null);
    facts.add(mark, new ReceivedEvent(mark, BenchPatient.DEVICE, at, null, null, null));
  }

  private static Share toleranceUpdates() {
    ToleranceBelief belief = ToleranceGrid.of(ToleranceModel.standard()).prior();
    long before = System.nanoTime();
    for (int i = 0; i < UPDATES; i++) {
      double logLoad = (i % 10 - 5) / 10.0;
      int grade = i % 10 > 7 ? 2 : i % 2;
      belief = belief.afterDays(1).updatedOrdinal(logLoad, grade, 1);
    }
    return new Share(UPDATES, System.nanoTime() - before, belief.mean());
  }

  /** One live session of an hour; what came before it is restored outside the measured time. */
  private static final class LiveSession implements Rounds.Work {
    private final byte[] before = BenchPatient.beforeLiveSession().snapshot();
    private final List<ReceivedEvent> batches = BenchPatient.liveBatches();

    @Override
    public Share run() {
      PatientMonitor monitor = PatientMonitor.restore(before, MonitorSettings.DEFAULTS);
      long started = System.nanoTime();
      int outcomes = 0;
      for (ReceivedEvent batch : batches) {
        outcomes += monitor.accept(batch).size();
      }
      return new Share(
          (long) batches.size() * BenchPatient.BATCH, System.nanoTime() - started, outcomes);
    }
  }
}
