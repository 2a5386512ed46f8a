package health.carryover.dashboard.api;

import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ProfileChange.HeartRateReliability;
import health.carryover.analysis.event.ProfileChange.Sex;
import health.carryover.dashboard.http.BodyFields;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A change of profile as it is sent; every problem is told at once. */
final class ProfileFields {
  private static final int OLDEST_BIRTH_YEAR = 1880;
  private static final double LARGEST_LOAD = 1e6;

  private final BodyFields body;

  private ProfileFields(BodyFields body) {
    this.body = body;
  }

  /** The change in {@code body}; without {@code at} it counts from {@code now}. */
  static ProfileChange read(BodyFields body, Instant now) {
    return new ProfileFields(body).read(now);
  }

  private ProfileChange read(Instant now) {
    Instant at = body.time("at");
    ZoneId zone =
        body.parsed("zone", ProfileFields::zone, "must name a time zone, like Europe/Berlin");
    Sex sex = body.parsed("sex", ProfileFields::sex, "must be one of female, male, unspecified");
    Integer birthYear = birthYear(now);
    Double rest = heartRate("hrRest");
    Double max = heartRate("hrMax");
    Double ceiling = heartRate("hrCeiling");
    if (rest != null && max != null && max <= rest + ProfileChange.SMALLEST_RESERVE_BPM) {
      body.refuse("hrMax", "must exceed hrRest by more than 20");
    }
    Boolean unreliable = body.flag("hrUnreliable");
    Condition condition =
        body.parsed("condition", Condition::ofCode, oneOf(Condition.values(), Condition::code));
    LoadCurrency currency =
        body.parsed(
            "currency", LoadCurrency::ofCode, oneOf(LoadCurrency.values(), LoadCurrency::code));
    Double load = body.number("referenceLoad");
    if (load != null && !(load > 0 && load < LARGEST_LOAD)) {
      body.refuse("referenceLoad", "must be above 0 and below 1000000");
    }
    body.finish();
    return new ProfileChange(
        at == null ? now : at,
        zone,
        sex,
        birthYear,
        rest,
        max,
        reliability(unreliable),
        condition,
        currency,
        load,
        ceiling);
  }

  private @Nullable Integer birthYear(Instant now) {
    Integer year = body.wholeNumber("birthYear");
    int thisYear = Year.from(now.atOffset(ZoneOffset.UTC)).getValue();
    if (year != null && (year < OLDEST_BIRTH_YEAR || year > thisYear)) {
      body.refuse("birthYear", "must be a year from " + OLDEST_BIRTH_YEAR + " to this one");
      return null;
    }
    return year;
  }

  private @Nullable Double heartRate(String name) {
    Double bpm = body.number(name);
    if (bpm != null && !HeartRateSamples.isReading(bpm)) {
      body.refuse(name, "must be a heart rate from 25 to 250 beats per minute");
      return null;
    }
    return bpm;
  }

  private static @Nullable HeartRateReliability reliability(@Nullable Boolean unreliable) {
    if (unreliable == null) {
      return null;
    }
    return unreliable ? HeartRateReliability.UNRELIABLE : HeartRateReliability.RELIABLE;
  }

  private static Optional<ZoneId> zone(String text) {
    try {
      return Optional.of(ZoneId.of(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Sex> sex(String text) {
    return switch (text) {
      case "female" -> Optional.of(Sex.FEMALE);
      case "male" -> Optional.of(Sex.MALE);
      case "unspecified" -> Optional.of(Sex.UNSPECIFIED);
      default -> Optional.empty();
    };
  }

  private static <T> String oneOf(T[] values, Function<T, String> code) {
    return Arrays.stream(values).map(code).collect(Collectors.joining(", ", "must be one of ", ""));
  }
}
