package health.carryover.ingest.codec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The times that stand in a payload as text, wherever they stand.
 *
 * @param whole with an offset
 * @param local without one, read as if they were UTC
 * @param boot the sender's run of counting, or empty
 */
public record WrittenTimes(List<Instant> whole, List<Instant> local, String boot) {
  static final WrittenTimes NONE = new WrittenTimes(List.of(), List.of(), "");

  public WrittenTimes {
    whole = List.copyOf(whole);
    local = List.copyOf(local);
  }

  static WrittenTimes in(@Nullable Object value) {
    List<Instant> whole = new ArrayList<>();
    List<Instant> local = new ArrayList<>();
    collect(value, whole, local);
    Object boot = value instanceof Map<?, ?> object ? object.get("boot") : null;
    return new WrittenTimes(whole, local, boot == null ? "" : String.valueOf(boot));
  }

  private static void collect(@Nullable Object value, List<Instant> whole, List<Instant> local) {
    if (value instanceof Map<?, ?> object) {
      object.values().forEach(each -> collect(each, whole, local));
    } else if (value instanceof List<?> list) {
      list.forEach(each -> collect(each, whole, local));
    } else if (value instanceof String text) {
      try {
        whole.add(Rfc3339.parse(text));
      } catch (Unusable e) {
        if (e.code() == RejectionCode.TIME_NO_OFFSET) {
          addLocal(text, local);
        }
      }
    }
  }

  private static void addLocal(String text, List<Instant> local) {
    try {
      local.add(Rfc3339.parse(text + "Z"));
    } catch (Unusable e) {
      // Only the offset was missing; with one it is a time.
      throw new IllegalStateException("a time that lacks more than its offset");
    }
  }
}
