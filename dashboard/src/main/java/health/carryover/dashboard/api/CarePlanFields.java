package health.carryover.dashboard.api;

import health.carryover.analysis.careplan.CarePlanField;
import health.carryover.analysis.careplan.CarePlanVersion;
import health.carryover.dashboard.http.BodyFields;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change of a care plan as it is sent; every problem is told at once.
 *
 * @param appliesFrom null: from now on
 */
record CarePlanFields(
    @Nullable Instant appliesFrom,
    Map<CarePlanField, String> changes,
    @Nullable Integer expectedVersion) {
  /** The journal takes nothing from further ahead. */
  private static final Duration AHEAD = Duration.ofHours(1);

  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  static CarePlanFields read(BodyFields body, Instant now) {
    Instant at = body.time("at");
    if (at != null && (at.isBefore(EARLIEST) || at.isAfter(now.plus(AHEAD)))) {
      body.refuse("at", "must lie after 2000 and not ahead of now");
    }
    Map<CarePlanField, String> changes = new EnumMap<>(CarePlanField.class);
    for (CarePlanField field : CarePlanField.values()) {
      String value = value(body, field, now);
      if (value != null) {
        changes.put(field, value);
      }
    }
    for (String name : body.texts("clear")) {
      Optional<CarePlanField> field =
          CarePlanField.ofCode(name).filter(CarePlanField::canBeCleared);
      if (field.isEmpty() || changes.containsKey(field.get())) {
        body.refuse("clear", "must name fields that can be taken back and are not given");
        break;
      }
      changes.put(field.get(), CarePlanVersion.TAKEN_BACK);
    }
    Integer expectedVersion = body.wholeNumber("expectedVersion");
    body.finish();
    return new CarePlanFields(
        at == null ? null : at.truncatedTo(ChronoUnit.MILLIS), changes, expectedVersion);
  }

  private static @Nullable String value(BodyFields body, CarePlanField field, Instant now) {
    String value =
        switch (field.form()) {
          case TEXT, LINES, CHOICE, TIME -> body.text(field.code());
          case NUMBER -> text(body.number(field.code()));
          case WHOLE -> text(body.wholeNumber(field.code()));
          case FLAG -> {
            Boolean flag = body.flag(field.code());
            yield flag == null ? null : flag.toString();
          }
        };
    if (value == null) {
      return null;
    }
    boolean born = field != CarePlanField.BIRTH_YEAR || Integer.parseInt(value) <= year(now);
    if (!field.allows(value) || !born) {
      body.refuse(field.code(), field.rule());
      return null;
    }
    return value;
  }

  private static int year(Instant now) {
    return Year.from(now.atOffset(ZoneOffset.UTC)).getValue();
  }

  private static @Nullable String text(@Nullable Number number) {
    return number == null ? null : CarePlanField.text(number.doubleValue());
  }
}
