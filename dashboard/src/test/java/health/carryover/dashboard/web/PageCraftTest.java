package health.carryover.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import health.carryover.dashboard.RunningDashboard;
import health.carryover.dashboard.SampleClinic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every page keeps to: weight, lines of script, and the width of a wall display. */
class PageCraftTest {
  private static final int MOST_BYTES = 150_000;
  private static final int MOST_LINES = 1_500;
  private static final Path SCRIPTS =
      Path.of("src/main/resources/health/carryover/dashboard/web").toAbsolutePath();
  private static final List<String> PAGES = List.of("/", "/patients/p1", "/patients/p1/care-plan");

  private Chromium chromium;
  private RunningDashboard dashboard;
  private Screen screen;

  @BeforeEach
  void start() {
    chromium = Chromium.start();
    InstantSource clock = InstantSource.system();
    dashboard = RunningDashboard.start(options -> options, clock);
    SampleClinic.fill(dashboard, clock.instant());
    screen = new Screen(chromium.browser(), dashboard);
  }

  @AfterEach
  void stop() {
    if (chromium != null) {
      chromium.close();
    }
    if (dashboard != null) {
      dashboard.close();
    }
  }

  @Test
  void everyPageWeighsLittle() {
    Page page = screen.of("Ada", "en-GB", 1280, 900, ColorScheme.LIGHT);
    // A page that is looked through comes without the browser's cache.
    page.route("**/*", Route::resume);
    for (String path : List.of("/", "/patients/p1", "/patients/p1/care-plan", "/phone")) {
      page.navigate(dashboard.origin() + path);
      page.waitForLoadState();
      Object bytes =
          page.evaluate(
              "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
                  + ".reduce((sum, entry) => sum + entry.encodedBodySize, 0)");
      System.out.println("PageCraftTest: " + path + " weighs " + bytes + " bytes");
      assertThat(((Number) bytes).intValue()).as(path).isBetween(5_000, MOST_BYTES);
    }
  }

  @Test
  void ourOwnScriptsAreShort() throws IOException {
    assertThat(lines(false))
        .as("lines of the clinicians' scripts")
        .isBetween(500L, MOST_LINES - 1L);
    assertThat(lines(true)).as("lines of the phone's scripts").isBetween(100L, MOST_LINES - 1L);
  }

  private static long lines(boolean phone) throws IOException {
    long lines = 0;
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".js")).toList()) {
        if (file.getFileName().toString().startsWith("phone") == phone) {
          lines += Files.readAllLines(file).size();
        }
      }
    }
    return lines;
  }

  @Test
  void onPaperThereAreThePlotsAndNothingToPress() throws IOException {
    Page page = screen.of("Ada", "en-GB", 1280, 900, ColorScheme.LIGHT);
    page.navigate(dashboard.origin() + "/patients/p1");
    page.locator("path.heart-rate").waitFor();
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    for (String gone :
        List.of("header.top", "nav", "form", "button:not(.panel-button)", ".kept a")) {
      for (Locator each : page.locator(gone).all()) {
        assertThat(each.isVisible()).as("%s: %s", gone, each).isFalse();
      }
    }
    for (String there :
        List.of("#name", "article.alert .reason", "path.heart-rate", ".panels svg", ".pain-plot")) {
      assertThat(page.locator(there).first().isVisible()).as(there).isTrue();
    }
    assertThat(page.locator(".panels svg").count()).isEqualTo(14);
    Object summary =
        page.locator("#week").evaluate("week => week.scrollHeight - week.clientHeight");
    assertThat(((Number) summary).intValue()).as("lines of the summary cut off").isLessThan(4);
    Screen.assertFits(page);
    byte[] paper = page.pdf(new Page.PdfOptions().setFormat("A4"));
    assertThat(new String(paper, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    assertThat(new String(paper, StandardCharsets.ISO_8859_1).split("/Type /Page\\b").length - 1)
        .as("pages of paper")
        .isBetween(1, 6);
    String folder = System.getProperty("carryover.screenshots");
    if (folder != null) {
      Files.write(Path.of(folder, "patient.pdf"), paper);
    }
    assertThat(screen.complaints).isEmpty();
  }

  @Test
  void everyPageFillsAWallDisplayInBothThemes() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = screen.of("Ada", "en-GB", 2560, 1440, scheme);
      for (String path : PAGES) {
        page.navigate(dashboard.origin() + path);
        page.waitForLoadState();
        if (path.equals("/patients/p1")) {
          page.locator("path.heart-rate").waitFor();
        }
        Screen.assertFits(page);
        Screen.assertAccessible(page);
        Screen.picture(
            page,
            "wall"
                + path.replace('/', '-')
                + "-"
                + scheme.name().toLowerCase(java.util.Locale.ROOT));
      }
      page.context().close();
    }
    assertThat(screen.complaints).isEmpty();
  }
}
