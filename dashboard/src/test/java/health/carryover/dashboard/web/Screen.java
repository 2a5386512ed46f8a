package health.carryover.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import health.carryover.dashboard.RunningDashboard;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Somebody at a screen, in a real browser; what the pages complain of is gathered. */
final class Screen {
  private static final String AXE = axe();

  private final Browser browser;
  private final RunningDashboard dashboard;
  final List<String> complaints = new ArrayList<>();

  Screen(Browser browser, RunningDashboard dashboard) {
    this.browser = browser;
    this.dashboard = dashboard;
  }

  private static String axe() {
    try (InputStream in = Screen.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Signed in as {@code person}, at the overview. */
  Page of(String person, String locale, int width, int height, ColorScheme scheme) {
    BrowserContext window =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setLocale(locale)
                .setTimezoneId("Europe/Berlin"));
    Page page = window.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complain(message.text() + " " + message.location());
          }
        });
    page.onPageError(this::complain);
    page.navigate(dashboard.origin() + "/sign-in#" + dashboard.links.create(person));
    page.waitForURL(dashboard.origin() + "/");
    page.locator("#connection[data-state=live]").waitFor();
    return page;
  }

  /** Told at once: what is wrong in a page mostly shows as something that never appears. */
  private void complain(String text) {
    System.out.println("Screen: the page complains: " + text);
    complaints.add(text);
  }

  static void picture(Page page, String name) {
    String folder = System.getProperty("carryover.screenshots");
    if (folder != null) {
      page.screenshot(
          new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of(folder, name + ".png")));
    }
  }

  static void assertFits(Page page) {
    Object overflow =
        page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assertThat(((Number) overflow).intValue())
        .as("pixels beyond the screen")
        .isLessThanOrEqualTo(0);
  }

  /** Everything serious that axe-core finds wrong. */
  static void assertAccessible(Page page) {
    Object found =
        page.evaluate(
            AXE
                + """
                ;axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations
                  .filter((v) => v.impact === 'serious' || v.impact === 'critical')
                  .map((v) => v.id + ': ' + v.nodes.map((n) => n.target + ' ' + n.failureSummary).join(' | ')))
                """);
    assertThat((List<?>) found).as("serious findings of axe-core").isEmpty();
  }
}
