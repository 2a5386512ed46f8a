package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.careplan.CarePlanField;
import health.carryover.analysis.careplan.CarePlanVersion;
import health.carryover.analysis.port.CarePlans.Draft;
import health.carryover.analysis.port.CarePlans.Overtaken;
import health.carryover.analysis.port.CarePlans.Saved;
import health.carryover.analysis.port.CarePlans.Taken;
import health.carryover.analysis.port.CarePlans.Unsent;
import health.carryover.analysis.port.PatientDirectory.Patient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link CarePlans} does. */
public abstract class CarePlansContract {
  private static final Instant T = Instant.parse("2026-03-02T08:00:00Z");

  private CarePlans plans;

  /** A new, empty one, and the directory whose patients it speaks of. */
  protected abstract CarePlans create() throws Exception;

  protected abstract PatientDirectory directory();

  /** The same after it was closed and opened again. */
  protected abstract CarePlans reopen() throws Exception;

  @BeforeEach
  final void createOne() throws Exception {
    plans = create();
    directory().put(new Patient("p-1", "c1", "Ada", T));
    directory().put(new Patient("p-2", "c1", "Ben", T));
  }

  private static Draft draft(
      String person, Instant at, Map<CarePlanField, String> changes, @Nullable Integer expected) {
    return new Draft(person, at, at.minus(Duration.ofDays(3)), changes, expected);
  }

  @Test
  void ofPatientsNobodyKnowsNothingIsSaved() {
    assertThat(plans.save("p-9", draft("Kim", T, Map.of(), null))).isEmpty();
    assertThat(plans.versions("p-9")).isEmpty();
    assertThat(plans.unsent(10)).isEmpty();
  }

  @Test
  void versionsComeBackAsTheyWereSaved() throws Exception {
    Map<CarePlanField, String> first =
        Map.of(
            CarePlanField.HR_CEILING, "150", CarePlanField.RESTRICTIONS, "keine Drehung\n„Übung“");
    Map<CarePlanField, String> second =
        Map.of(CarePlanField.HR_CEILING, CarePlanVersion.TAKEN_BACK);
    plans.save("p-1", draft("Kim", T, first, 0));
    plans.save("p-2", draft("Kim", T, first, null));
    plans.save("p-1", draft("Zoë", T.plusMillis(5), second, 1));
    plans = reopen();
    assertThat(plans.versions("p-1"))
        .containsExactly(
            new CarePlanVersion(1, "Kim", T, T.minus(Duration.ofDays(3)), first),
            new CarePlanVersion(
                2, "Zoë", T.plusMillis(5), T.plusMillis(5).minus(Duration.ofDays(3)), second));
    assertThat(plans.versions("p-2")).hasSize(1);
  }

  @Test
  void whoSavesSecondIsToldWhoWasFirst() {
    Map<CarePlanField, String> changes = Map.of(CarePlanField.HR_CEILING, "150");
    plans.save("p-1", draft("Kim", T, changes, 0));
    Optional<Saved> late = plans.save("p-1", draft("Zoë", T.plusMillis(1), changes, 0));
    assertThat(late).contains(new Overtaken(plans.versions("p-1").get(0)));
    assertThat(plans.versions("p-1")).hasSize(1);
    assertThat(plans.save("p-2", draft("Zoë", T, changes, 7))).contains(new Overtaken(null));
    assertThat(plans.save("p-1", draft("Zoë", T, changes, null)))
        .hasValueSatisfying(saved -> assertThat(saved).isInstanceOf(Taken.class));
  }

  @Test
  void ofManyAtOnceOneIsFirst() throws Exception {
    ExecutorService people = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Optional<Saved>>> saving = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String person = "person " + i;
        saving.add(
            () ->
                plans.save("p-1", draft(person, T, Map.of(CarePlanField.RESTRICTIONS, person), 0)));
      }
      List<String> first = new ArrayList<>();
      for (Future<Optional<Saved>> saved : people.invokeAll(saving)) {
        if (saved.get().orElseThrow() instanceof Taken taken) {
          first.add(taken.version().person());
        }
      }
      assertThat(first).hasSize(1);
      assertThat(plans.versions("p-1"))
          .extracting(CarePlanVersion::person)
          .containsExactlyElementsOf(first);
    } finally {
      people.shutdownNow();
    }
  }

  @Test
  void whatTheJournalIsNotKnownToHaveIsListed() throws Exception {
    Map<CarePlanField, String> changes = Map.of(CarePlanField.HR_CEILING, "150");
    plans.save("p-1", draft("Kim", T, changes, null));
    plans.save("p-2", draft("Kim", T.plusMillis(1), changes, null));
    plans.save("p-1", draft("Kim", T.plusMillis(2), changes, null));
    plans.sent("p-2", 1, T);
    plans.sent("p-2", 1, T);
    plans = reopen();
    assertThat(plans.unsent(10))
        .containsExactly(
            new Unsent("c1", "p-1", plans.versions("p-1").get(0)),
            new Unsent("c1", "p-1", plans.versions("p-1").get(1)));
    assertThat(plans.unsent(1)).hasSize(1);
  }
}
