package health.carryover.analysis.careplan;

import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ProfileChange.Clearable;
import health.carryover.analysis.event.ProfileChange.HeartRateReliability;
import health.carryover.analysis.event.ProfileChange.Progression;
import health.carryover.analysis.event.ProfileChange.Sex;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What holds at one moment.
 *
 * @param values what is said; the rest is open
 */
public record CarePlan(Map<CarePlanField, String> values) {
  /** Reserve below which a pair of rest and maximum is a mistake, in beats per minute. */
  private static final double SMALLEST_RESERVE_BPM = ProfileChange.SMALLEST_RESERVE_BPM;

  public CarePlan {
    Map<CarePlanField, String> ordered = new EnumMap<>(CarePlanField.class);
    ordered.putAll(values);
    values = Collections.unmodifiableMap(ordered);
  }

  /**
   * What holds at {@code at}: each version counts from its own time on, and what happened before
   * the first is seen with the first.
   *
   * @param versions in any order
   */
  public static CarePlan at(List<CarePlanVersion> versions, Instant at) {
    Map<CarePlanField, String> values = new EnumMap<>(CarePlanField.class);
    List<CarePlanVersion> ordered =
        versions.stream()
            .sorted(
                Comparator.comparing(CarePlanVersion::appliesFrom)
                    .thenComparing(CarePlanVersion::number))
            .toList();
    for (int i = 0; i < ordered.size(); i++) {
      if (i == 0 || !ordered.get(i).appliesFrom().isAfter(at)) {
        values.putAll(ordered.get(i).changes());
      }
    }
    values.values().removeIf(CarePlanVersion.TAKEN_BACK::equals);
    return new CarePlan(values);
  }

  /** What holds after everything that is known. */
  public static CarePlan newest(List<CarePlanVersion> versions) {
    return at(versions, Instant.MAX);
  }

  public Optional<String> value(CarePlanField field) {
    return Optional.ofNullable(values.get(field));
  }

  /** The patient's zone; UTC until told. */
  public ZoneId zone() {
    return value(CarePlanField.ZONE).map(ZoneId::of).orElse(ZoneOffset.UTC);
  }

  /** When the patient is asked in the evening, if it was agreed. */
  public Optional<LocalTime> eveningPrompt() {
    return value(CarePlanField.EVENING_PROMPT).map(LocalTime::parse);
  }

  /** When the patient is asked in the morning, if it was agreed. */
  public Optional<LocalTime> morningPrompt() {
    return value(CarePlanField.MORNING_PROMPT).map(LocalTime::parse);
  }

  /** Whether resting and maximal heart rate can belong to one person. */
  public boolean hasPlausibleReserve() {
    Double rest = number(values, CarePlanField.HR_REST);
    Double max = number(values, CarePlanField.HR_MAX);
    return rest == null || max == null || max > rest + SMALLEST_RESERVE_BPM;
  }

  /** What {@code version} tells the patient's monitor, or empty if nothing of it concerns it. */
  public static Optional<ProfileChange> told(CarePlanVersion version) {
    Map<CarePlanField, String> changes = version.changes();
    Set<Clearable> cleared = EnumSet.noneOf(Clearable.class);
    changes.forEach(
        (field, value) -> {
          if (value.equals(CarePlanVersion.TAKEN_BACK)) {
            Clearable.ofCode(field.code()).ifPresent(cleared::add);
          }
        });
    Double birthYear = number(changes, CarePlanField.BIRTH_YEAR);
    ProfileChange told =
        new ProfileChange(
            version.appliesFrom(),
            parsed(changes, CarePlanField.ZONE, ZoneId::of),
            parsed(changes, CarePlanField.SEX, t -> Sex.valueOf(t.toUpperCase(Locale.ROOT))),
            birthYear == null ? null : birthYear.intValue(),
            number(changes, CarePlanField.HR_REST),
            number(changes, CarePlanField.HR_MAX),
            parsed(
                changes,
                CarePlanField.HR_UNRELIABLE,
                t ->
                    t.equals("true")
                        ? HeartRateReliability.UNRELIABLE
                        : HeartRateReliability.RELIABLE),
            parsed(changes, CarePlanField.CONDITION, t -> Condition.ofCode(t).orElseThrow()),
            parsed(changes, CarePlanField.CURRENCY, t -> LoadCurrency.ofCode(t).orElseThrow()),
            number(changes, CarePlanField.REFERENCE_LOAD),
            number(changes, CarePlanField.HR_CEILING),
            null,
            number(changes, CarePlanField.LOAD_LIMIT),
            parsed(changes, CarePlanField.PROGRESSION, t -> Progression.ofCode(t).orElseThrow()),
            cleared);
    return told.equals(nothing(version.appliesFrom())) ? Optional.empty() : Optional.of(told);
  }

  /** What a version has to change so that it tells {@code change}; clearing is left out. */
  public static Map<CarePlanField, String> saying(ProfileChange change) {
    Map<CarePlanField, String> changes = new EnumMap<>(CarePlanField.class);
    put(changes, CarePlanField.ZONE, change.zone(), ZoneId::getId);
    put(changes, CarePlanField.SEX, change.sex(), sex -> sex.name().toLowerCase(Locale.ROOT));
    put(changes, CarePlanField.BIRTH_YEAR, change.birthYear(), String::valueOf);
    put(changes, CarePlanField.CONDITION, change.condition(), Condition::code);
    put(changes, CarePlanField.HR_REST, change.restBpm(), CarePlanField::text);
    put(changes, CarePlanField.HR_MAX, change.maxBpm(), CarePlanField::text);
    put(
        changes,
        CarePlanField.HR_UNRELIABLE,
        change.heartRateReliability(),
        reliability -> String.valueOf(reliability == HeartRateReliability.UNRELIABLE));
    put(changes, CarePlanField.HR_CEILING, change.ceilingBpm(), CarePlanField::text);
    put(changes, CarePlanField.CURRENCY, change.currency(), LoadCurrency::code);
    put(changes, CarePlanField.REFERENCE_LOAD, change.referenceLoad(), CarePlanField::text);
    put(changes, CarePlanField.LOAD_LIMIT, change.loadLimit(), CarePlanField::text);
    put(changes, CarePlanField.PROGRESSION, change.progression(), Progression::code);
    return changes;
  }

  private static <T> void put(
      Map<CarePlanField, String> changes,
      CarePlanField field,
      @Nullable T value,
      Function<T, String> text) {
    if (value != null) {
      changes.put(field, text.apply(value));
    }
  }

  private static ProfileChange nothing(Instant at) {
    return new ProfileChange(at, null, null, null, null, null, null, null, null, null, null);
  }

  private static @Nullable Double number(Map<CarePlanField, String> values, CarePlanField field) {
    return parsed(values, field, Double::valueOf);
  }

  private static <T> @Nullable T parsed(
      Map<CarePlanField, String> values, CarePlanField field, Function<String, T> parser) {
    String value = values.get(field);
    return value == null || value.equals(CarePlanVersion.TAKEN_BACK) ? null : parser.apply(value);
  }
}
