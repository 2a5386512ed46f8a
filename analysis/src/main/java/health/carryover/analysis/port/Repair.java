package health.carryover.analysis.port;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a payload becomes one that can be understood. Applied in the order of the components; what a
 * component does not concern stays as it is.
 *
 * @param fields names to replace, each with the name of the contract
 * @param values by field: values to replace, each with a value of the contract
 * @param offset added to every time that has none, such as {@code +01:00} or {@code Z}; or null
 * @param shift added to every time, to the millisecond; or null
 */
public record Repair(
    Map<String, String> fields,
    Map<String, Map<String, String>> values,
    @Nullable String offset,
    @Nullable Duration shift) {
  private static final Pattern OFFSET = Pattern.compile("Z|[+-](?:0\\d|1[0-8]):[0-5]\\d");
  private static final int LONGEST_NAME = 128;
  private static final int MOST_NAMES = 100;

  /**
   * @throws IllegalArgumentException if it changes nothing or a part of it is not what it must be
   */
  public Repair {
    fields = Map.copyOf(fields);
    values = Map.copyOf(values);
    if (fields.isEmpty() && values.isEmpty() && offset == null && shift == null) {
      throw new IllegalArgumentException("a repair changes something");
    }
    if (offset != null && !OFFSET.matcher(offset).matches()) {
      throw new IllegalArgumentException("an offset is Z or such as +01:00");
    }
    requireNames(fields);
    values.values().forEach(Repair::requireNames);
  }

  private static void requireNames(Map<String, String> names) {
    boolean fits =
        names.size() <= MOST_NAMES
            && names.entrySet().stream()
                .allMatch(
                    name ->
                        !name.getKey().isEmpty()
                            && !name.getValue().isEmpty()
                            && name.getKey().length() <= LONGEST_NAME
                            && name.getValue().length() <= LONGEST_NAME);
    if (!fits) {
      throw new IllegalArgumentException("a repair has up to 100 names of up to 128 characters");
    }
  }
}
