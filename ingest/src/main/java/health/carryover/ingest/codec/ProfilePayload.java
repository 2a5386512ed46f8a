package health.carryover.ingest.codec;

import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ProfileChange.HeartRateReliability;
import health.carryover.analysis.event.ProfileChange.Sex;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of a patient from some time on. */
final class ProfilePayload {
  private static final double EARLIEST_BIRTH = 1880;
  private static final double LATEST_BIRTH = 2200;
  private static final double LARGEST_LOAD = 999_999;

  private final Fields fields;

  ProfilePayload(Fields fields) {
    this.fields = fields;
  }

  Content content() throws Unusable {
    Double rest = heartRate("hrRest");
    Double max = heartRate("hrMax");
    if (rest != null && max != null && max <= rest + ProfileChange.SMALLEST_RESERVE_BPM) {
      throw new Unusable(RejectionCode.FIELD_RANGE, "hrMax");
    }
    return Content.of(
        new ProfileChange(
            fields.time("at"),
            fields.optionalCode("zone", ProfilePayload::zone),
            fields.optionalCode("sex", ProfilePayload::sex),
            birthYear(),
            rest,
            max,
            reliability(),
            fields.optionalCode("condition", Condition::ofCode),
            fields.optionalCode("currency", LoadCurrency::ofCode),
            fields.optionalNumber("referenceLoad", Double.MIN_VALUE, LARGEST_LOAD),
            heartRate("hrCeiling"),
            fields.optionalCode("formula", ProfileChange.FemaleConstant::ofCode),
            fields.optionalNumber("loadLimit", Double.MIN_VALUE, LARGEST_LOAD),
            fields.optionalCode("progression", ProfileChange.Progression::ofCode),
            cleared()));
  }

  private Set<ProfileChange.Clearable> cleared() throws Unusable {
    Set<ProfileChange.Clearable> cleared = EnumSet.noneOf(ProfileChange.Clearable.class);
    if (fields.has("clear")) {
      for (Object name : fields.array("clear")) {
        cleared.add(
            ProfileChange.Clearable.ofCode(String.valueOf(name))
                .orElseThrow(() -> new Unusable(RejectionCode.FIELD_UNKNOWN_VALUE, "clear")));
      }
    }
    return cleared;
  }

  private @Nullable Double heartRate(String name) throws Unusable {
    return fields.optionalNumber(name, HeartRateSamples.LOWEST_BPM, HeartRateSamples.HIGHEST_BPM);
  }

  private @Nullable Integer birthYear() throws Unusable {
    Double year = fields.optionalNumber("birthYear", EARLIEST_BIRTH, LATEST_BIRTH);
    if (year != null && year != Math.rint(year)) {
      throw new Unusable(RejectionCode.FIELD_TYPE, "birthYear");
    }
    return year == null ? null : year.intValue();
  }

  private @Nullable HeartRateReliability reliability() throws Unusable {
    Boolean unreliable = fields.optionalFlag("hrUnreliable");
    if (unreliable == null) {
      return null;
    }
    return unreliable ? HeartRateReliability.UNRELIABLE : HeartRateReliability.RELIABLE;
  }

  private static Optional<ZoneId> zone(String code) {
    try {
      return Optional.of(ZoneId.of(code));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Sex> sex(String code) {
    return switch (code) {
      case "female" -> Optional.of(Sex.FEMALE);
      case "male" -> Optional.of(Sex.MALE);
      case "unspecified" -> Optional.of(Sex.UNSPECIFIED);
      default -> Optional.empty();
    };
  }
}
