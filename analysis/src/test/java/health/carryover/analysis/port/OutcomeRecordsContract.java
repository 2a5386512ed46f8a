package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.document.OutcomeDocument;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.AlertChange.Change;
import health.carryover.analysis.outcome.AlertChange.Kind;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.outcome.Outcome;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.analysis.port.OutcomeRecords.Condition;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link OutcomeRecords} does. */
public abstract class OutcomeRecordsContract {
  private static final Instant T = Instant.parse("2026-03-02T08:00:00Z");
  private static final Instant LATEST = T.plus(Duration.ofDays(400));

  private OutcomeRecords records;

  /** A new, empty store. */
  protected abstract OutcomeRecords create() throws Exception;

  /** The same store after it was closed and opened again. */
  protected abstract OutcomeRecords reopen() throws Exception;

  @BeforeEach
  final void createRecords() throws Exception {
    records = create();
  }

  @Test
  void thereIsNothingAtFirst() {
    assertThat(records.save(List.of())).isEmpty();
    assertThat(records.lastAlertChangeId()).isZero();
    assertThat(records.alertChangesAfter(0, 10)).isEmpty();
    assertThat(records.alerts(AlertFilter.ALL, 10)).isEmpty();
    assertThat(records.alert("a-1")).isEmpty();
    assertThat(records.alertLife("a-1")).isEmpty();
    assertThat(records.acknowledge("a-1", "Kim", T)).isEmpty();
    assertThat(records.assessments("p-1", T, LATEST)).isEmpty();
    assertThat(records.revisions("p-1", "s-1")).isEmpty();
    assertThat(records.patientsWithSession("s-1")).isEmpty();
    assertThat(records.newestAssessments()).isEmpty();
  }

  @Test
  void documentsComeBackAsTheyWere() throws Exception {
    Assessment assessment = SampleOutcomes.assessment("p-1", "s-1", 1, T, T.plusMillis(1));
    AlertChange change = alert("a-1", "p-1", Kind.FLARE, Change.RAISED, 0);
    List<StoredAlertChange> added = records.save(List.of(of(1, assessment), of(2, change)));
    long id = added.get(0).id();
    assertThat(id).isPositive();
    StoredAlertChange expected =
        new StoredAlertChange(id, "p-1", Change.RAISED, OutcomeDocument.of(change));
    assertThat(added).containsExactly(expected);

    records = reopen();
    assertThat(records.alertChangesAfter(0, 10)).containsExactly(expected);
    assertThat(records.alertLife("a-1")).containsExactly(expected);
    assertThat(records.revisions("p-1", "s-1")).containsExactly(OutcomeDocument.of(assessment));
    assertThat(List.copyOf(records.revisions("p-1", "s-1").get(0).keySet()))
        .isEqualTo(List.copyOf(OutcomeDocument.of(assessment).keySet()));
    assertThat(records.newestAssessments())
        .containsOnlyKeys("p-1")
        .containsValue(OutcomeDocument.of(assessment));
    assertThat(records.patientsWithSession("s-1")).containsExactly("p-1");
    assertThat(records.alert("a-1"))
        .contains(
            new AlertStanding(
                "a-1",
                "p-1",
                Kind.FLARE,
                AlertChange.Severity.WARNING,
                Change.RAISED,
                true,
                change.eventAt(),
                change.knownAt(),
                change.knownAt(),
                null,
                null,
                id,
                OutcomeDocument.of(change)));
  }

  @Test
  void savingAgainChangesNothing() throws Exception {
    List<NumberedOutcome> outcomes =
        List.of(
            of(1, SampleOutcomes.assessment("p-1", "s-1", 1, T, T)),
            of(2, alert("a-1", "p-1", Kind.FLARE, Change.RAISED, 0)));
    assertThat(records.save(outcomes)).hasSize(1);
    assertThat(records.save(outcomes)).isEmpty();
    records = reopen();
    assertThat(records.save(outcomes)).isEmpty();

    assertThat(
            records.save(
                List.of(
                    of(2, SampleOutcomes.assessment("p-1", "s-2", 1, T, T)),
                    of(1, alert("a-2", "p-1", Kind.FLARE, Change.RAISED, 0)))))
        .as("an ordinal that is held, whatever comes under it")
        .isEmpty();
    assertThat(records.revisions("p-1", "s-1")).hasSize(1);
    assertThat(records.revisions("p-1", "s-2")).isEmpty();
    assertThat(records.alertChangesAfter(0, 10)).hasSize(1);
  }

  @Test
  void anOrdinalTwiceInOneCallIsStoredOnceAndOtherPatientsHaveTheirOwn() {
    NumberedOutcome first = of(1, alert("a-1", "p-1", Kind.FLARE, Change.RAISED, 0));
    NumberedOutcome other = of(1, alert("a-2", "p-2", Kind.FLARE, Change.RAISED, 0));
    assertThat(records.save(List.of(first, first, other)))
        .extracting(StoredAlertChange::patient)
        .containsExactly("p-1", "p-2");
    assertThat(records.alertLife("a-1")).hasSize(1);
  }

  @Test
  void progressIsNotStored() {
    SessionProgress progress =
        new SessionProgress("p-1", "s-1", T, T, 92.0, 12.0, 44.0, 0.1, false);
    assertThat(records.save(List.of(of(0, progress), of(0, progress)))).isEmpty();
    assertThat(records.revisions("p-1", "s-1")).isEmpty();
    assertThat(records.newestAssessments()).isEmpty();
  }

  @Test
  void theStreamOfChangesRisesAndResumesAfterAnyId() throws Exception {
    records.save(List.of(of(1, alert("a-1", "p-1", Kind.FLARE, Change.RAISED, 0))));
    records.save(
        List.of(
            of(2, alert("a-2", "p-1", Kind.PAIN_ZONE, Change.RAISED, 1)),
            of(3, alert("a-1", "p-1", Kind.FLARE, Change.CONFIRMED, 0))));
    records = reopen();
    records.save(List.of(of(4, alert("a-1", "p-1", Kind.FLARE, Change.RESOLVED, 0))));

    List<StoredAlertChange> all = records.alertChangesAfter(0, 10);
    assertThat(all)
        .extracting(StoredAlertChange::change)
        .containsExactly(Change.RAISED, Change.RAISED, Change.CONFIRMED, Change.RESOLVED);
    assertThat(all).extracting(StoredAlertChange::id).isSorted().doesNotHaveDuplicates();
    assertThat(records.lastAlertChangeId()).isEqualTo(all.get(3).id());
    for (int after = 0; after < 4; after++) {
      assertThat(records.alertChangesAfter(all.get(after).id(), 2))
          .isEqualTo(all.subList(after + 1, Math.min(4, after + 3)));
    }
    assertThat(records.alertChangesAfter(0, 0)).isEmpty();
    assertThat(records.alertLife("a-1")).containsExactly(all.get(0), all.get(2), all.get(3));
  }

  @Test
  void anAlertStandsAsItsNewestChangeSays() {
    records.save(
        List.of(
            of(1, alert("a-1", "p-1", Kind.FLARE, Change.RAISED, 5)),
            of(2, alert("a-1", "p-1", Kind.FLARE, Change.UPGRADED, 6))));
    AlertStanding upgraded = records.alert("a-1").orElseThrow();
    assertThat(upgraded.severity()).isEqualTo(AlertChange.Severity.URGENT);
    assertThat(upgraded.open()).isTrue();
    assertThat(upgraded.eventAt()).isEqualTo(T.plusMillis(6));

    records.save(List.of(of(3, alert("a-1", "p-1", Kind.FLARE, Change.RETRACTED, 7))));
    AlertStanding retracted = records.alert("a-1").orElseThrow();
    assertThat(retracted.change()).isEqualTo(Change.RETRACTED);
    assertThat(retracted.open()).isFalse();
    assertThat(retracted.raisedAt()).isEqualTo(upgraded.raisedAt());
    assertThat(retracted.knownAt()).isAfter(upgraded.knownAt());
    assertThat(retracted.newestChangeId()).isEqualTo(records.lastAlertChangeId());
    assertThat(retracted.newest()).containsEntry("change", "retracted");
  }

  @Test
  void alertsAreFilteredAndListedNewestEventFirst() {
    records.save(
        List.of(
            of(1, alert("a-1", "p-1", Kind.FLARE, Change.RAISED, 10)),
            of(2, alert("a-2", "p-1", Kind.PAIN_ZONE, Change.RAISED, 30)),
            of(1, alert("a-3", "p-2", Kind.FLARE, Change.RAISED, 20)),
            of(2, alert("a-3", "p-2", Kind.FLARE, Change.RESOLVED, 20)),
            of(3, alert("a-4", "p-2", Kind.FLARE, Change.RAISED, 20))));
    assertThat(ids(AlertFilter.ALL, 10)).containsExactly("a-2", "a-4", "a-3", "a-1");
    assertThat(ids(AlertFilter.ALL, 2)).containsExactly("a-2", "a-4");
    assertThat(ids(AlertFilter.ALL, 0)).isEmpty();
    assertThat(ids(new AlertFilter(null, null, Condition.OPEN), 10))
        .containsExactly("a-2", "a-4", "a-1");
    assertThat(ids(new AlertFilter(null, null, Condition.CLOSED), 10)).containsExactly("a-3");
    assertThat(ids(new AlertFilter("p-1", null, Condition.ANY), 10)).containsExactly("a-2", "a-1");
    assertThat(ids(new AlertFilter(null, Kind.FLARE, Condition.OPEN), 10))
        .containsExactly("a-4", "a-1");
    assertThat(ids(new AlertFilter("p-2", Kind.PAIN_ZONE, Condition.ANY), 10)).isEmpty();
  }

  private List<String> ids(AlertFilter filter, int limit) {
    return records.alerts(filter, limit).stream().map(AlertStanding::alert).toList();
  }

  @Test
  void seeingAnAlertSaysNothingAboutItsConditionAndTheFirstPersonCounts() throws Exception {
    records.save(List.of(of(1, alert("a-1", "p-1", Kind.FLARE, Change.RAISED, 0))));
    AlertStanding first = records.acknowledge("a-1", "Zoë", T.plusMillis(5)).orElseThrow();
    assertThat(first.acknowledgedBy()).isEqualTo("Zoë");
    assertThat(first.acknowledgedAt()).isEqualTo(T.plusMillis(5));
    assertThat(first.open()).isTrue();
    assertThat(records.acknowledge("a-1", "Kim", T.plusMillis(4))).contains(first);
    assertThat(records.alertLife("a-1")).hasSize(1);

    records.save(List.of(of(2, alert("a-1", "p-1", Kind.FLARE, Change.RESOLVED, 0))));
    records = reopen();
    AlertStanding later = records.alert("a-1").orElseThrow();
    assertThat(later.acknowledgedBy()).isEqualTo("Zoë");
    assertThat(later.open()).isFalse();
    assertThat(records.alerts(AlertFilter.ALL, 1)).containsExactly(later);
  }

  @Test
  void anEndOfTheConditionAcknowledgesNothing() {
    records.save(
        List.of(
            of(1, alert("a-1", "p-1", Kind.FLARE, Change.RAISED, 0)),
            of(2, alert("a-1", "p-1", Kind.FLARE, Change.RESOLVED, 0))));
    assertThat(records.alert("a-1").orElseThrow().acknowledgedBy()).isNull();
    assertThat(records.alert("a-1").orElseThrow().acknowledgedAt()).isNull();
  }

  @Test
  void ofPeopleAcknowledgingAtOnceOneIsFirstAndAllAreToldWho() throws Exception {
    records.save(List.of(of(1, alert("a-1", "p-1", Kind.FLARE, Change.RAISED, 0))));
    int people = 4;
    CyclicBarrier together = new CyclicBarrier(people);
    var threads = Executors.newFixedThreadPool(people);
    try {
      List<Future<AlertStanding>> told = new ArrayList<>();
      for (int i = 0; i < people; i++) {
        String person = "person " + i;
        Callable<AlertStanding> acknowledging =
            () -> {
              together.await();
              return records.acknowledge("a-1", person, T).orElseThrow();
            };
        told.add(threads.submit(acknowledging));
      }
      AlertStanding standing = told.get(0).get();
      assertThat(standing.acknowledgedBy()).startsWith("person ");
      for (Future<AlertStanding> other : told) {
        assertThat(other.get()).isEqualTo(standing);
      }
      assertThat(records.alert("a-1")).contains(standing);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void ofEachSessionTheNewestRevisionIsListedByStart() {
    Instant late = T.plus(Duration.ofHours(2));
    Assessment first = SampleOutcomes.assessment("p-1", "s-2", 1, T, T);
    Assessment moved = SampleOutcomes.assessment("p-1", "s-2", 2, late, T.plusMillis(1));
    Assessment early = SampleOutcomes.assessment("p-1", "s-1", 1, T.plusMillis(5), T);
    Assessment other = SampleOutcomes.assessment("p-2", "s-1", 1, T, T);
    records.save(List.of(of(1, first), of(2, moved), of(3, early), of(1, other)));

    assertThat(records.assessments("p-1", T, LATEST))
        .containsExactly(OutcomeDocument.of(early), OutcomeDocument.of(moved));
    assertThat(records.assessments("p-1", T.plusMillis(5), late))
        .containsExactly(OutcomeDocument.of(early));
    assertThat(records.assessments("p-1", T, T.plusMillis(5))).isEmpty();
    assertThat(records.assessments("p-1", Instant.MIN, Instant.MAX)).hasSize(2);
    assertThat(records.revisions("p-1", "s-2"))
        .containsExactly(OutcomeDocument.of(first), OutcomeDocument.of(moved));
    assertThat(records.patientsWithSession("s-1")).containsExactly("p-1", "p-2");
    assertThat(records.patientsWithSession("s-2")).containsExactly("p-1");
    assertThat(records.newestAssessments())
        .containsOnlyKeys("p-1", "p-2")
        .containsEntry("p-1", OutcomeDocument.of(moved))
        .containsEntry("p-2", OutcomeDocument.of(other));
  }

  @Test
  void anyCourseOfEventsGivesWhatTheReferenceGives() throws Exception {
    Random random = SeededRandom.of("outcome records against the reference");
    OutcomeRecords reference = new MemoryOutcomeRecords();
    for (int step = 0; step < 80; step++) {
      List<NumberedOutcome> batch = new ArrayList<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        batch.add(anyOutcome(random));
      }
      assertThat(withoutIds(records.save(batch))).isEqualTo(withoutIds(reference.save(batch)));
      if (random.nextInt(3) == 0) {
        String alert = "a-" + random.nextInt(12);
        Instant at = T.plusMillis(step);
        assertThat(
                records.acknowledge(alert, "person " + step, at).map(OutcomeRecordsContract::bare))
            .isEqualTo(
                reference
                    .acknowledge(alert, "person " + step, at)
                    .map(OutcomeRecordsContract::bare));
      }
      if (random.nextInt(25) == 0) {
        records = reopen();
      }
      assertSameAs(reference, random);
    }
  }

  private void assertSameAs(OutcomeRecords reference, Random random) {
    String patient = "p-" + random.nextInt(3);
    Kind kind = random.nextBoolean() ? null : Kind.values()[random.nextInt(3)];
    Condition condition = Condition.values()[random.nextInt(3)];
    AlertFilter filter = new AlertFilter(random.nextBoolean() ? null : patient, kind, condition);
    int limit = random.nextInt(15);
    assertThat(records.alerts(filter, limit).stream().map(OutcomeRecordsContract::bare))
        .isEqualTo(
            reference.alerts(filter, limit).stream().map(OutcomeRecordsContract::bare).toList());
    String alert = "a-" + random.nextInt(12);
    assertThat(withoutIds(records.alertLife(alert)))
        .isEqualTo(withoutIds(reference.alertLife(alert)));
    assertThat(withoutIds(records.alertChangesAfter(0, limit)))
        .isEqualTo(withoutIds(reference.alertChangesAfter(0, limit)));
    Instant from = T.plusMillis(random.nextInt(100));
    Instant to = from.plusMillis(random.nextInt(60));
    assertThat(records.assessments(patient, from, to))
        .isEqualTo(reference.assessments(patient, from, to));
    String session = "s-" + random.nextInt(5);
    assertThat(records.revisions(patient, session))
        .isEqualTo(reference.revisions(patient, session));
    assertThat(records.patientsWithSession(session))
        .isEqualTo(reference.patientsWithSession(session));
    assertThat(records.newestAssessments()).isEqualTo(reference.newestAssessments());
  }

  private static NumberedOutcome anyOutcome(Random random) {
    String patient = "p-" + random.nextInt(3);
    long ordinal = 1 + random.nextInt(150);
    Instant at = T.plusMillis(random.nextInt(100));
    if (random.nextBoolean()) {
      String session = "s-" + random.nextInt(5);
      return of(
          ordinal, SampleOutcomes.assessment(patient, session, 1 + random.nextInt(9), at, at));
    }
    int subject = random.nextInt(4);
    String id = "a-" + (subject * 3 + patient.charAt(2) - '0');
    Change change = Change.values()[random.nextInt(Change.values().length)];
    Kind kind = Kind.values()[subject % 3];
    return of(ordinal, SampleOutcomes.alert(id, patient, kind, change, at, at));
  }

  private static List<StoredAlertChange> withoutIds(List<StoredAlertChange> changes) {
    return changes.stream()
        .map(c -> new StoredAlertChange(0, c.patient(), c.change(), c.document()))
        .toList();
  }

  /** Ids may have gaps, so two stores agree on everything else. */
  private static AlertStanding bare(AlertStanding a) {
    return new AlertStanding(
        a.alert(),
        a.patient(),
        a.kind(),
        a.severity(),
        a.change(),
        a.open(),
        a.eventAt(),
        a.raisedAt(),
        a.knownAt(),
        a.acknowledgedBy(),
        a.acknowledgedAt(),
        0,
        a.newest());
  }

  private static AlertChange alert(
      String id, String patient, Kind kind, Change change, long eventMillis) {
    Instant eventAt = T.plusMillis(eventMillis);
    Duration delay = Duration.ofSeconds(60 + change.ordinal());
    return SampleOutcomes.alert(id, patient, kind, change, eventAt, eventAt.plus(delay));
  }

  private static NumberedOutcome of(long ordinal, Outcome outcome) {
    String patient =
        outcome.accept(
            new Outcome.Visitor<String>() {
              @Override
              public String assessment(Assessment assessment) {
                return assessment.patient();
              }

              @Override
              public String alert(AlertChange change) {
                return change.patient();
              }

              @Override
              public String progress(SessionProgress progress) {
                return progress.patient();
              }
            });
    return new NumberedOutcome(patient, ordinal, outcome);
  }
}
