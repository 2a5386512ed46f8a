package health.carryover.store.sql;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest document of each patient, parsed once for as long as its text stays the same: an
 * overview asks for all of them again and again, and few changed. Of {@value #MOST} patients they
 * are held; whoever has none any more is let go of. Any thread.
 */
final class NewestDocuments {
  static final int MOST = 3_000;

  private Map<String, Held> held = Map.of();

  private record Held(String text, Map<String, @Nullable Object> document) {}

  /**
   * The documents of {@code texts} by patient, in their order, not to be changed.
   *
   * @param texts of every patient who has one
   */
  Map<String, Map<String, @Nullable Object>> parsed(Map<String, String> texts) {
    Map<String, Held> before;
    synchronized (this) {
      before = held;
    }
    Map<String, Held> now = new HashMap<>();
    Map<String, Map<String, @Nullable Object>> documents = new LinkedHashMap<>();
    texts.forEach(
        (patient, text) -> {
          Held known = before.get(patient);
          Held found =
              known != null && known.text().equals(text)
                  ? known
                  : new Held(text, Collections.unmodifiableMap(DocumentText.parse(text)));
          if (now.size() < MOST) {
            now.put(patient, found);
          }
          documents.put(patient, found.document());
        });
    synchronized (this) {
      held = now;
    }
    return documents;
  }
}
