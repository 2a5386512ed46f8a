package health.carryover.ingest.codec;

import health.carryover.analysis.port.Repair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A JSON value after a repair; the value itself stays as it is. */
final class RepairedTree {
  private static final Pattern LOCAL_TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt ]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?");

  private final Repair repair;

  RepairedTree(Repair repair) {
    this.repair = repair;
  }

  @Nullable Object of(@Nullable Object value) {
    if (value instanceof Map<?, ?>) {
      Map<String, @Nullable Object> object = JsonReader.object(value);
      return object == null ? null : object(object);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> repaired = new ArrayList<>(list.size());
      for (Object element : list) {
        repaired.add(of(element));
      }
      return repaired;
    }
    return value instanceof String text ? time(text) : value;
  }

  private Map<String, @Nullable Object> object(Map<String, @Nullable Object> object) {
    Map<String, @Nullable Object> repaired = new HashMap<>();
    object.forEach(
        (name, value) -> {
          String wanted = repair.fields().get(name);
          // What the contract's name already holds is not overwritten.
          String field = wanted == null || object.containsKey(wanted) ? name : wanted;
          Map<String, String> values = repair.values().get(field);
          String found =
              value instanceof Map || value instanceof List ? null : String.valueOf(value);
          String replaced = values == null || found == null ? null : values.get(found);
          repaired.put(field, of(replaced == null ? value : replaced));
        });
    return repaired;
  }

  private String time(String text) {
    String offset = repair.offset();
    String whole = offset != null && LOCAL_TIME.matcher(text).matches() ? text + offset : text;
    Duration shift = repair.shift();
    if (shift == null) {
      return whole;
    }
    try {
      return Rfc3339.parse(whole).plus(shift).toString();
    } catch (Unusable notATime) {
      return whole;
    }
  }
}
