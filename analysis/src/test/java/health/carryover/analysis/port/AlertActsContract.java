package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.handling.AlertHandling;
import health.carryover.analysis.handling.Decision;
import health.carryover.analysis.handling.HandlingAct.Kind;
import health.carryover.analysis.handling.HandlingRequest;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.AlertChange.Change;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.port.AlertActs.Answer;
import health.carryover.analysis.port.AlertActs.Worth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link AlertActs} does. */
public abstract class AlertActsContract {
  private static final Instant T = Instant.parse("2026-03-02T08:00:00Z");

  private AlertActs acts;
  private int ordinal;

  /** A new, empty one. */
  protected abstract AlertActs create() throws Exception;

  /** The records whose alerts it speaks of. */
  protected abstract OutcomeRecords records();

  /** The same after it was closed and opened again. */
  protected abstract AlertActs reopen() throws Exception;

  @BeforeEach
  final void createOne() throws Exception {
    acts = create();
    save("a-1", AlertChange.Kind.FLARE, Change.RAISED);
  }

  private void save(String alert, AlertChange.Kind kind, Change change) {
    records()
        .save(
            List.of(
                new NumberedOutcome(
                    "p-1", ++ordinal, SampleOutcomes.alert(alert, "p-1", kind, change, T, T))));
  }

  private Answer act(HandlingRequest request) {
    return acts.act("a-1", request).orElseThrow();
  }

  private static HandlingRequest request(Kind kind, String person) {
    return HandlingRequest.of(kind, person, T.plusSeconds(60));
  }

  @Test
  void ofAlertsNobodyKnowsOrTouchedThereIsNothing() {
    assertThat(acts.act("a-9", request(Kind.ACKNOWLEDGE, "Kim"))).isEmpty();
    assertThat(acts.handling("a-1")).isEqualTo(AlertHandling.NONE);
    assertThat(acts.ofOpen()).isEmpty();
    assertThat(acts.ofPatient("p-1")).isEmpty();
    assertThat(acts.worth()).isEmpty();
  }

  @Test
  void everythingAboutAnActComesBack() throws Exception {
    Instant until = T.plus(Duration.ofHours(3));
    act(new HandlingRequest(Kind.SNOOZE, "Zoë", T.plusMillis(7), until, null, null, null, null));
    act(new HandlingRequest(Kind.ASSIGN, "Zoë", T, null, "Kim", null, 1, null));
    act(new HandlingRequest(Kind.NOTE, "Kim", T, null, null, "„ruhig“ \uD83D\uDEB6", 2, null));
    AlertHandling before = acts.handling("a-1");
    acts = reopen();
    assertThat(acts.handling("a-1")).isEqualTo(before);
    assertThat(acts.ofOpen()).isEqualTo(Map.of("a-1", before));
    assertThat(acts.ofPatient("p-1")).isEqualTo(Map.of("a-1", before));
    assertThat(acts.ofPatient("p-2")).isEmpty();
    assertThat(before.acts().get(0).until()).isEqualTo(until);
    assertThat(before.acts().get(0).at()).isEqualTo(T.plusMillis(7));
    assertThat(before.assignee()).isEqualTo("Kim");
    assertThat(before.acts().get(2).text()).isEqualTo("„ruhig“ \uD83D\uDEB6");
    assertThat(records().alert("a-1").orElseThrow().acknowledgedBy()).isEqualTo("Zoë");

    save("a-1", AlertChange.Kind.FLARE, Change.RETRACTED);
    assertThat(acts.ofOpen()).isEmpty();
    assertThat(acts.ofPatient("p-1")).containsOnlyKeys("a-1");
  }

  @Test
  void aRequestSentAgainIsTakenOnce() {
    HandlingRequest request = request(Kind.NOTE, "Kim").withId("r-1");
    assertThat(act(request).decision()).isInstanceOf(Decision.Taken.class);
    assertThat(act(request).decision()).isInstanceOf(Decision.Unchanged.class);
    assertThat(act(request.expecting(7)).decision()).isInstanceOf(Decision.Unchanged.class);
    assertThat(acts.handling("a-1").version()).isEqualTo(1);
    save("a-2", AlertChange.Kind.FLARE, Change.RAISED);
    assertThat(acts.act("a-2", request).orElseThrow().decision())
        .as("ids belong to their alert")
        .isInstanceOf(Decision.Taken.class);
  }

  @Test
  void whoeverLookedBeforeSomebodyActedIsToldWhoDidWhat() {
    act(request(Kind.NOTE, "Kim").expecting(0));
    Answer late = act(request(Kind.RESOLVE, "Zoë").expecting(0));
    assertThat(late.decision())
        .isInstanceOfSatisfying(
            Decision.Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Decision.Reason.CHANGED_MEANWHILE);
              assertThat(refused.by()).isEqualTo(late.handling().acts().get(0));
            });
    assertThat(late.handling().version()).isEqualTo(1);
  }

  @Test
  void ofManyWhoActAtOnceOneIsFirst() throws Exception {
    int people = 8;
    CyclicBarrier start = new CyclicBarrier(people);
    List<Callable<Answer>> all = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      String person = "person " + i;
      all.add(
          () -> {
            start.await();
            return act(request(Kind.RESOLVE, person).expecting(0));
          });
    }
    var threads = Executors.newFixedThreadPool(people);
    try {
      int taken = 0;
      for (Future<Answer> one : threads.invokeAll(all)) {
        taken += one.get().decision() instanceof Decision.Taken ? 1 : 0;
      }
      assertThat(taken).isEqualTo(1);
      assertThat(acts.handling("a-1").version()).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatAlertsAreWorthIsWhatWasSaidLast() {
    save("a-2", AlertChange.Kind.FLARE, Change.RAISED);
    save("a-3", AlertChange.Kind.DATA_MISSING, Change.RAISED);
    act(request(Kind.USEFUL, "Kim"));
    act(request(Kind.NOT_USEFUL, "Zoë"));
    act(request(Kind.NOTE, "Zoë"));
    acts.act("a-2", request(Kind.USEFUL, "Kim"));
    acts.act("a-3", request(Kind.NOT_USEFUL, "Kim"));
    assertThat(acts.worth())
        .isEqualTo(
            Map.of(
                AlertChange.Kind.FLARE,
                new Worth(1, 1),
                AlertChange.Kind.DATA_MISSING,
                new Worth(0, 1)));
  }
}
