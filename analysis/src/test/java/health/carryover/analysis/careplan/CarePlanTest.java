package health.carryover.analysis.careplan;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ProfileChange.Clearable;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CarePlanTest {
  private static final Instant MARCH = Instant.parse("2026-03-01T08:00:00Z");
  private static final Instant APRIL = Instant.parse("2026-04-01T08:00:00Z");
  private static final Instant MAY = Instant.parse("2026-05-01T08:00:00Z");

  private static CarePlanVersion version(
      int number, Instant from, Map<CarePlanField, String> changes) {
    return new CarePlanVersion(number, "Kim", MAY, from, changes);
  }

  @Test
  void eachVersionCountsFromItsOwnTimeWhateverTheOrderOfSaving() {
    List<CarePlanVersion> versions =
        List.of(
            version(1, MARCH, Map.of(CarePlanField.HR_CEILING, "150")),
            version(2, MAY, Map.of(CarePlanField.HR_CEILING, CarePlanVersion.TAKEN_BACK)),
            version(
                3,
                APRIL,
                Map.of(CarePlanField.HR_CEILING, "140", CarePlanField.EVENING_PROMPT, "20:30")));
    assertThat(ceiling(versions, MARCH.minusSeconds(1))).isEqualTo("150");
    assertThat(ceiling(versions, MARCH)).isEqualTo("150");
    assertThat(ceiling(versions, APRIL)).isEqualTo("140");
    assertThat(ceiling(versions, MAY)).isNull();
    assertThat(CarePlan.newest(versions).eveningPrompt()).contains(LocalTime.of(20, 30));
    assertThat(CarePlan.newest(versions).morningPrompt()).isEmpty();
  }

  private static String ceiling(List<CarePlanVersion> versions, Instant at) {
    return CarePlan.at(versions, at).values().get(CarePlanField.HR_CEILING);
  }

  @Test
  void whatConcernsTheMonitorIsToldIt() {
    CarePlanVersion version =
        version(
            1,
            MARCH,
            Map.of(
                CarePlanField.ZONE, "Europe/Berlin",
                CarePlanField.SEX, "female",
                CarePlanField.BIRTH_YEAR, "1969",
                CarePlanField.HR_UNRELIABLE, "true",
                CarePlanField.CONDITION, "low-back-pain",
                CarePlanField.CURRENCY, "session-rpe",
                CarePlanField.LOAD_LIMIT, "62.5",
                CarePlanField.PROGRESSION, "held",
                CarePlanField.HR_CEILING, CarePlanVersion.TAKEN_BACK,
                CarePlanField.EVENING_PROMPT, CarePlanVersion.TAKEN_BACK));
    Map<CarePlanField, String> known = new java.util.EnumMap<>(version.changes());
    known.values().removeIf(CarePlanVersion.TAKEN_BACK::equals);
    assertThat(CarePlan.saying(CarePlan.told(version).orElseThrow())).isEqualTo(known);
    assertThat(CarePlan.told(version))
        .contains(
            new ProfileChange(
                MARCH,
                ZoneId.of("Europe/Berlin"),
                ProfileChange.Sex.FEMALE,
                1969,
                null,
                null,
                ProfileChange.HeartRateReliability.UNRELIABLE,
                Condition.LOW_BACK_PAIN,
                LoadCurrency.SESSION_RPE,
                null,
                null,
                null,
                62.5,
                ProfileChange.Progression.HELD,
                Set.of(Clearable.HR_CEILING)));
    assertThat(
            CarePlan.told(
                version(
                    2,
                    APRIL,
                    Map.of(
                        CarePlanField.RESTRICTIONS, "no jumps",
                        CarePlanField.MORNING_PROMPT, "07:15"))))
        .isEmpty();
  }

  @Test
  void everythingTheMonitorCanForgetCanBeTakenBack() {
    Set<String> canBeCleared =
        Arrays.stream(CarePlanField.values())
            .filter(CarePlanField::canBeCleared)
            .map(CarePlanField::code)
            .collect(Collectors.toSet());
    for (Clearable clearable : Clearable.values()) {
      assertThat(canBeCleared).contains(clearable.code());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "eveningPrompt, 19:00, true",
    "eveningPrompt, 14:59, false",
    "eveningPrompt, 25:00, false",
    "eveningPrompt, 7pm, false",
    "morningPrompt, 04:00, true",
    "morningPrompt, 11:31, false",
    "loadLimit, 0.5, true",
    "loadLimit, 0, false",
    "loadLimit, NaN, false",
    "loadLimit, 1000000, false",
    "hrCeiling, 251, false",
    "zone, Mars/Olympus, false",
    "progression, held, true",
    "progression, faster, false",
    "restrictions, no jumps, true",
    "restrictions, '  ', false",
  })
  void valuesAreChecked(String field, String value, boolean allowed) {
    assertThat(CarePlanField.ofCode(field).orElseThrow().allows(value)).isEqualTo(allowed);
  }

  @Test
  void restAndPeakAreLookedAtTogether() {
    Map<CarePlanField, String> close =
        Map.of(CarePlanField.HR_REST, "60", CarePlanField.HR_MAX, "80");
    assertThat(new CarePlan(close).hasPlausibleReserve()).isFalse();
    assertThat(new CarePlan(Map.of(CarePlanField.HR_MAX, "80")).hasPlausibleReserve()).isTrue();
  }
}
