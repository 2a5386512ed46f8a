package health.carryover.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NewestDocumentsTest {
  private final NewestDocuments newest = new NewestDocuments();

  @Test
  void whatDidNotChangeIsParsedOnceAndWhatDidAnew() {
    Map<String, ? extends Map<String, ?>> first =
        newest.parsed(Map.of("p-1", "{\"load\":1}", "p-2", "{\"load\":2}"));
    Map<String, ? extends Map<String, ?>> second =
        newest.parsed(Map.of("p-1", "{\"load\":1}", "p-2", "{\"load\":3}"));
    assertThat(second.get("p-1")).isSameAs(first.get("p-1"));
    assertThat(second.get("p-2")).isEqualTo(Map.of("load", 3));
    assertThat(first.get("p-2")).as("whoever holds it").isEqualTo(Map.of("load", 2));
  }

  @Test
  void whoHasNoneAnyMoreIsLetGoOf() {
    Map<String, ?> first = newest.parsed(Map.of("p-1", "{}"));
    assertThat(newest.parsed(Map.of())).isEmpty();
    assertThat(newest.parsed(Map.of("p-1", "{}")).get("p-1")).isNotSameAs(first.get("p-1"));
  }

  @Test
  void ofManyPatientsAllAreGivenInTheirOrder() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < NewestDocuments.MOST + 10; i++) {
      texts.put("p-" + i, "{\"load\":" + i + "}");
    }
    assertThat(newest.parsed(texts).keySet()).containsExactlyElementsOf(texts.keySet());
    assertThat(newest.parsed(texts)).hasSize(NewestDocuments.MOST + 10);
  }
}
