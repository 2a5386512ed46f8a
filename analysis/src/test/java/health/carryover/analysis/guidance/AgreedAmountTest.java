package health.carryover.analysis.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import health.carryover.analysis.event.ProfileChange.Progression;
import health.carryover.analysis.outcome.Assessment.Guidance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreedAmountTest {
  @Test
  void withoutAnAgreementNothingChanges() {
    AgreedAmount nothing = new AgreedAmount(null, Progression.ALLOWED);
    Guidance more = new Guidance("progress", 0.1, "keep", 44.0, "more");
    assertThat(nothing.within(more, 40.0)).isEqualTo(more);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // limit, held?; advised: action, change, most; load; then: action, change, most
        "60, ALLOWED, progress, 0.1, 44, 40, progress, 0.1, 44",
        "42, ALLOWED, progress, 0.1, 44, 40, progress, 0.05, 42",
        "40, ALLOWED, progress, 0.1, 44, 40, hold, 0, 40",
        "30, ALLOWED, progress, 0.1, 44, 40, reduce-volume, -0.25, 30",
        "30, ALLOWED, hold, 0, 40, 40, reduce-volume, -0.25, 30",
        "30, ALLOWED, reduce-volume, -0.2, 32, 40, reduce-volume, -0.25, 30",
        "38, ALLOWED, reduce-volume, -0.2, 32, 40, reduce-volume, -0.2, 32",
        "-, HELD, progress, 0.1, 44, 40, hold, 0, 40",
        "-, HELD, reduce-volume, -0.2, 32, 40, reduce-volume, -0.2, 32",
        "30, HELD, progress, 0.1, 44, 40, reduce-volume, -0.25, 30",
        "30, ALLOWED, hold, 0, -, -, hold, 0, 30",
        "30, ALLOWED, progress, 0.05, -, -, progress, 0.05, 30",
        "-, HELD, progress, 0.05, -, -, hold, 0, -",
      })
  void aSuggestionStaysWithinWhatWasAgreed(
      Double limit,
      Progression progression,
      String advised,
      Double change,
      Double most,
      Double load,
      String action,
      double expectedChange,
      Double expectedMost) {
    Guidance found =
        new AgreedAmount(limit, progression)
            .within(new Guidance(advised, change, "keep", most, "text"), load);
    assertThat(found.action()).isEqualTo(action);
    assertThat(found.volumeChange()).isCloseTo(expectedChange, within(1e-9));
    assertThat(found.nextLoadMax()).isEqualTo(expectedMost);
  }

  @Test
  void whatAClinicianMustSeeFirstStaysAsItIs() {
    Guidance review = new Guidance("clinician-review", null, "keep", null, "call", "same-day");
    assertThat(new AgreedAmount(30.0, Progression.HELD).within(review, 40.0)).isEqualTo(review);
  }

  @Test
  void thePatientReadsThatTheAgreementIsWhy() {
    Guidance more = new Guidance("progress", 0.1, "keep", 44.0, "more");
    assertThat(new AgreedAmount(null, Progression.HELD).within(more, 40.0).text())
        .isEqualTo(PatientText.HOLD_AGREED.english());
    assertThat(new AgreedAmount(30.0, Progression.ALLOWED).within(more, 40.0).text())
        .isEqualTo(PatientText.REDUCE_TO_AGREED.english());
  }
}
