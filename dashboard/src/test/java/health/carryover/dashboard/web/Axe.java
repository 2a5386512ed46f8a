package health.carryover.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The accessibility rules of axe-core. */
final class Axe {
  private static final String SCRIPT = script();

  private Axe() {}

  private static String script() {
    try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing serious is found wrong in {@code page}. */
  static void assertAccessible(Page page) {
    Object found =
        page.evaluate(
            SCRIPT
                + """
                ;axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations
                  .filter((v) => v.impact === 'serious' || v.impact === 'critical')
                  .map((v) => v.id + ': ' + v.nodes.map((n) => n.target + ' ' + n.failureSummary).join(' | ')))
                """);
    assertThat((List<?>) found).as("serious findings of axe-core").isEmpty();
  }
}
