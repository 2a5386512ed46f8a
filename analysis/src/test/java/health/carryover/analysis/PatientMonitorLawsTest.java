package health.carryover.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.RecoveryReport;
import health.carryover.analysis.event.SafetyReport;
import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.event.SessionPlan;
import health.carryover.analysis.event.SessionSummary;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.NumberedOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold of every patient, on generated ones. Each prints the seed that repeats it. */
class PatientMonitorLawsTest {
  private static final Instant MONDAY = Instant.parse("2026-03-23T08:00:00Z");

  /** Long enough for every question and alert about the generated sessions to be closed. */
  private static final Instant END = MONDAY.plus(Duration.ofDays(25));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theLastWordDoesNotDependOnTheOrderOfArrival(long seed) {
    Random random = seeded(seed);
    List<ReceivedEvent> events = week(random);
    LastWord inOrder = LastWord.of(events);
    assertThat(inOrder.assessments()).isNotEmpty();
    for (int shuffle = 0; shuffle < 4; shuffle++) {
      List<ReceivedEvent> shuffled = new ArrayList<>(events);
      Collections.shuffle(shuffled, random);
      assertThat(LastWord.of(arrivingNow(shuffled))).isEqualTo(inOrder);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void duplicatesChangeNothing(long seed) {
    Random random = seeded(seed);
    List<ReceivedEvent> events = week(random);
    List<ReceivedEvent> twice = new ArrayList<>(events);
    for (ReceivedEvent event : events) {
      if (random.nextInt(3) == 0) {
        twice.add(Math.min(twice.size(), random.nextInt(twice.size() + 1)), event);
      }
    }
    assertThat(LastWord.of(arrivingNow(twice))).isEqualTo(LastWord.of(events));
  }

  @ParameterizedTest
  @ValueSource(longs = {51, 52, 53})
  void splitBatchesEqualOneBatch(long seed) {
    Random random = seeded(seed);
    List<ReceivedEvent> events = week(random);
    List<ReceivedEvent> split = new ArrayList<>();
    for (ReceivedEvent event : events) {
      if (event.event() instanceof HeartRateSamples samples && samples.size() > 1) {
        int cut = 1 + random.nextInt(samples.size() - 1);
        split.add(part(event, samples, 0, cut));
        split.add(part(event, samples, cut, samples.size()));
      } else {
        split.add(event);
      }
    }
    assertThat(split).hasSizeGreaterThan(events.size());
    assertThat(LastWord.of(split)).isEqualTo(LastWord.of(events));
  }

  private static ReceivedEvent part(
      ReceivedEvent whole, HeartRateSamples samples, int from, int to) {
    long[] at = new long[to - from];
    float[] bpm = new float[to - from];
    for (int i = from; i < to; i++) {
      at[i - from] = samples.atMillis(i);
      bpm[i - from] = samples.bpm(i);
    }
    return new ReceivedEvent(
        new HeartRateSamples(at, bpm, samples.sensor()),
        whole.device(),
        whole.receivedAt(),
        null,
        null,
        null);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void restoringEqualsNeverHavingStopped(long seed) {
    Random random = seeded(seed);
    List<ReceivedEvent> events = week(random);
    PatientMonitor steady = PatientMonitor.start("p1", MonitorSettings.DEFAULTS);
    PatientMonitor restarted = PatientMonitor.start("p1", MonitorSettings.DEFAULTS);
    for (ReceivedEvent event : events) {
      if (random.nextInt(6) == 0) {
        restarted = PatientMonitor.restore(restarted.snapshot(), MonitorSettings.DEFAULTS);
      }
      if (random.nextInt(6) == 0) {
        restarted.rest();
      }
      assertThat(stored(restarted.accept(event))).isEqualTo(stored(steady.accept(event)));
    }
    restarted = PatientMonitor.restore(restarted.snapshot(), MonitorSettings.DEFAULTS);
    assertThat(stored(restarted.advanceTo(END))).isEqualTo(stored(steady.advanceTo(END)));
    assertThat(restarted.snapshot()).isEqualTo(steady.snapshot());
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42})
  void digestsAreOfTheTextOfTheRecord(long seed) {
    PatientMonitor monitor = PatientMonitor.start("p1", MonitorSettings.DEFAULTS);
    List<Assessment> said = new ArrayList<>();
    for (ReceivedEvent event : week(seeded(seed), MONDAY, "w")) {
      for (NumberedOutcome outcome : monitor.accept(event)) {
        if (outcome.outcome() instanceof Assessment assessment) {
          said.add(assessment);
        }
      }
    }
    assertThat(said).isNotEmpty();
    for (Assessment assessment : said) {
      assertThat(MonitorSnapshotForm.text(assessment)).isEqualTo(assessment.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32})
  void whatIsFinalStaysFinalAndItsReadingsAreForgotten(long seed) {
    Random random = seeded(seed);
    PatientMonitor monitor = PatientMonitor.start("p1", MonitorSettings.DEFAULTS);
    List<NumberedOutcome> said = new ArrayList<>();
    for (int week = 0; week < 5; week++) {
      for (ReceivedEvent event :
          week(random, MONDAY.plus(Duration.ofDays(7L * week)), "w" + week)) {
        said.addAll(monitor.accept(event));
      }
    }
    assertThat(monitor.settled).isNotEmpty();
    for (String settled : monitor.settled.keySet()) {
      Assessment last = LastWord.assessments(said).get(settled);
      assertThat(last.settled()).isTrue();
    }
    int readings = monitor.facts.readings.values().stream().mapToInt(s -> s.size()).sum();
    assertThat(readings).isLessThan(2 * 10 * 40 * 60);
    // Late words about what is final change nothing.
    String first = monitor.settled.firstKey();
    List<NumberedOutcome> after =
        monitor.accept(
            new ReceivedEvent(
                new SessionMark(
                    first,
                    SessionMark.Kind.ENDED,
                    MONDAY.plus(Duration.ofDays(1)),
                    SessionPlan.UNKNOWN,
                    9.0),
                "d1",
                MONDAY.plus(Duration.ofDays(40)),
                null,
                null,
                null));
    assertThat(LastWord.assessments(after)).doesNotContainKey(first);
  }

  @Test
  void ordinalsCountStoredOutcomesWithoutAGap() {
    List<ReceivedEvent> events = week(seeded(41));
    PatientMonitor monitor = PatientMonitor.start("p1", MonitorSettings.DEFAULTS);
    long next = 1;
    for (ReceivedEvent event : events) {
      for (NumberedOutcome outcome : stored(monitor.accept(event))) {
        assertThat(outcome.ordinal()).isEqualTo(next++);
      }
    }
    assertThat(next).isGreaterThan(1);
  }

  private static List<NumberedOutcome> stored(List<NumberedOutcome> said) {
    return said.stream().filter(outcome -> outcome.ordinal() > 0).toList();
  }

  /** The same events, each known as it comes in this order, all after they happened. */
  private static List<ReceivedEvent> arrivingNow(List<ReceivedEvent> events) {
    List<ReceivedEvent> arriving = new ArrayList<>();
    Instant at = MONDAY.plus(Duration.ofDays(7));
    for (ReceivedEvent event : events) {
      at = at.plusSeconds(1);
      arriving.add(
          new ReceivedEvent(
              event.event(), event.device(), at, event.reportId(), event.boot(), event.sequence()));
    }
    return arriving;
  }

  private static List<ReceivedEvent> week(Random random) {
    return week(random, MONDAY, "s");
  }

  /**
   * Under a week of one patient: sessions, answers given, late or missing, across a clock change.
   */
  private static List<ReceivedEvent> week(Random random, Instant from, String prefix) {
    PatientEvents events = profile(random);
    boolean worn = random.nextBoolean();
    for (int day = 0; day < 6; day++) {
      if (worn) {
        events.worn(
            from.plus(Duration.ofDays(day)).minus(Duration.ofHours(9)),
            3 + random.nextInt(5),
            50 + random.nextInt(15));
      }
      Instant start = from.plus(Duration.ofDays(day)).plus(Duration.ofMinutes(random.nextInt(600)));
      if (random.nextInt(6) == 0) {
        continue;
      }
      String id = prefix + day;
      int minutes = 10 + random.nextInt(30);
      double bpm = 100 + random.nextInt(70);
      events.started(id, start, random.nextInt(3) == 0 ? null : "walk-" + random.nextInt(2));
      for (int minute = 0; minute < minutes; minute++) {
        if (random.nextInt(20) > 0) {
          events.minute(start.plus(Duration.ofMinutes(minute)), bpm + random.nextInt(8));
        }
      }
      if (random.nextInt(2) == 0) {
        Instant paused = start.plus(Duration.ofSeconds(60 + random.nextInt(minutes * 30)));
        events.mark(id, SessionMark.Kind.PAUSED, paused);
        if (random.nextInt(4) > 0) {
          events.mark(
              id, SessionMark.Kind.RESUMED, paused.plusSeconds(1 + random.nextInt(minutes * 30)));
        }
      }
      if (random.nextInt(3) == 0) {
        // A second device with its own view, and the recovery after the end.
        for (int minute = 0; minute < minutes + 3; minute += 1 + random.nextInt(3)) {
          events.minute("watch", start.plus(Duration.ofMinutes(minute)), bpm - 3);
        }
      }
      if (random.nextInt(4) == 0) {
        // The same workout told by another app, under another id.
        events.tell(
            new SessionSummary(
                id + "-export",
                start.plusSeconds(7),
                start.plus(Duration.ofMinutes(minutes)),
                60.0 * minutes,
                SessionPlan.UNKNOWN,
                4.0));
      }
      if (random.nextInt(5) > 0) {
        events.ended(id, start.plus(Duration.ofMinutes(minutes)), (double) random.nextInt(11));
      }
      if (random.nextInt(3) == 0) {
        // One report in two revisions: the higher sequence counts, whichever comes first.
        Instant at = start.plus(Duration.ofHours(26));
        events.revised("pain-" + id, 7L, new PainReport(at, 3, null, id, "low-back", null));
        events.revised("pain-" + id, 9L, new PainReport(at, 6, null, id, "hip", null));
      }
      if (random.nextInt(3) == 0) {
        events.tell(
            new PainReport(
                start.plus(Duration.ofMinutes(minutes)).plus(Duration.ofHours(45)),
                random.nextInt(10),
                PainSlot.OTHER,
                null,
                random.nextBoolean() ? "low-back" : null,
                null,
                random.nextBoolean() ? "soreness" : null,
                random.nextBoolean()));
      }
      if (random.nextInt(4) == 0) {
        // Named by slot alone.
        events.pain(
            start.plus(Duration.ofHours(20)), random.nextInt(11), PainSlot.NEXT_MORNING, null);
      }
      double before = 2 + random.nextInt(5);
      events.pains(
          start,
          minutes,
          before,
          Math.max(0, before - random.nextInt(3)),
          Math.max(0, before - random.nextInt(3)),
          random.nextInt(4) == 0 ? null : (Double) Math.min(10, before - 1 + random.nextInt(5)),
          random.nextInt(4) == 0 ? null : (Double) Math.min(10, before - 1 + random.nextInt(5)));
      if (!worn && random.nextBoolean()) {
        events.tell(
            new RecoveryReport(
                start.minus(Duration.ofHours(2)),
                4.0 + random.nextInt(5),
                (double) random.nextInt(11),
                (double) random.nextInt(11),
                null,
                55.0 + random.nextInt(10)));
      }
      if (random.nextInt(10) == 0) {
        events.tell(
            new PainReport(start.plus(Duration.ofHours(9)), 7, PainSlot.OTHER, null, "knee", true));
      }
    }
    if (random.nextInt(3) == 0) {
      events.tell(
          new SafetyReport(
              from.plus(Duration.ofDays(3)),
              List.of(random.nextBoolean() ? "fever" : "post-exertional-malaise")));
    }
    events.told.sort((a, b) -> a.receivedAt().compareTo(b.receivedAt()));
    return events.told;
  }

  /** With measured references, or with an age and told resting heart rates alone. */
  private static PatientEvents profile(Random random) {
    Instant at = MONDAY.minus(Duration.ofHours(1));
    return random.nextInt(3) == 0
        ? new PatientEvents().profile(at)
        : new PatientEvents()
            .tell(
                new ProfileChange(
                    at,
                    PatientEvents.BERLIN,
                    ProfileChange.Sex.FEMALE,
                    1969,
                    null,
                    null,
                    null,
                    Condition.OSTEOARTHRITIS,
                    null,
                    null,
                    150.0));
  }

  private static Random seeded(long seed) {
    System.out.println("PatientMonitorLawsTest seed " + seed);
    return new Random(seed);
  }

  /** What was last said of every session and alert, without when and how often. */
  private record LastWord(
      TreeMap<String, Assessment> assessments, TreeMap<String, String> openAlerts) {

    static LastWord of(List<ReceivedEvent> events) {
      PatientMonitor monitor = PatientMonitor.start("p1", MonitorSettings.DEFAULTS);
      List<NumberedOutcome> said = new ArrayList<>();
      for (ReceivedEvent event : events) {
        said.addAll(monitor.accept(event));
      }
      said.addAll(monitor.advanceTo(END));
      TreeMap<String, Assessment> assessments = assessments(said);
      assessments.replaceAll((id, assessment) -> assessment.withRevision(0, Instant.EPOCH));
      TreeMap<String, String> alerts = new TreeMap<>();
      for (NumberedOutcome outcome : said) {
        if (outcome.outcome() instanceof AlertChange change) {
          String standing =
              change.kind().code()
                  + " "
                  + change.session()
                  + " "
                  + change.severity()
                  + " "
                  + change.eventAt()
                  + " "
                  + change.load()
                  + " "
                  + change.toleratedLoad()
                  + " "
                  + change.probability();
          // What was never heard of and what is over are the same to whoever looks now.
          if (change.change().leavesOpen()) {
            alerts.put(change.alert(), standing);
          } else {
            alerts.remove(change.alert());
          }
        }
      }
      return new LastWord(assessments, alerts);
    }

    static TreeMap<String, Assessment> assessments(List<NumberedOutcome> said) {
      TreeMap<String, Assessment> assessments = new TreeMap<>();
      for (NumberedOutcome outcome : said) {
        if (outcome.outcome() instanceof Assessment assessment) {
          assessments.put(assessment.session(), assessment);
        }
      }
      return assessments;
    }
  }
}
