package health.carryover.analysis.careplan;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * One change of a care plan. Versions are only ever added.
 *
 * @param number 1 for the first of a patient, one more each time
 * @param person who made it
 * @param savedAt when, to the millisecond
 * @param appliesFrom from when on it counts, whenever it was made
 * @param changes what it says anew; {@link #TAKEN_BACK} for what does not hold any more
 */
public record CarePlanVersion(
    int number,
    String person,
    Instant savedAt,
    Instant appliesFrom,
    Map<CarePlanField, String> changes) {
  /** The value of what was taken back. */
  public static final String TAKEN_BACK = "";

  public CarePlanVersion {
    if (number < 1) {
      throw new IllegalArgumentException("versions begin with 1");
    }
    Map<CarePlanField, String> ordered = new EnumMap<>(CarePlanField.class);
    ordered.putAll(changes);
    changes = Collections.unmodifiableMap(ordered);
  }

  /** Without what it says. */
  @Override
  public String toString() {
    return "CarePlanVersion[number=%d, savedAt=%s]".formatted(number, savedAt);
  }
}
