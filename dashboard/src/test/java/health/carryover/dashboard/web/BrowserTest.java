package health.carryover.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.dashboard.RunningDashboard;
import health.carryover.dashboard.SampleClinic;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The pages in a real browser. Screenshots go to the folder of the system property {@code
 * carryover.screenshots}, if it is set.
 */
class BrowserTest {
  private final List<String> complaints = new ArrayList<>();
  private RunningDashboard dashboard;
  private SampleClinic clinic;
  private Chromium chromium;
  private Browser browser;

  @BeforeEach
  void start() {
    chromium = Chromium.start();
    browser = chromium.browser();
    InstantSource clock = InstantSource.system();
    dashboard = RunningDashboard.start(options -> options, clock);
    clinic = SampleClinic.fill(dashboard, clock.instant());
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

  private BrowserContext window(int width, int height, ColorScheme scheme) {
    return browser.newContext(
        new Browser.NewContextOptions()
            .setViewportSize(width, height)
            .setColorScheme(scheme)
            .setTimezoneId("Europe/Berlin"));
  }

  /** Signs in by a link, as a person does. */
  private Page signIn(BrowserContext window, String person) {
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
    System.out.println("BrowserTest: the page complains: " + text);
    complaints.add(text);
  }

  private static void picture(Page page, String name) {
    String folder = System.getProperty("carryover.screenshots");
    if (folder != null) {
      page.screenshot(
          new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of(folder, name + ".png")));
    }
  }

  private static Locator alert(Page page, String id) {
    return page.locator("[data-alert='" + id + "']");
  }

  private void assertNoComplaints() {
    assertThat(complaints).isEmpty();
  }

  private static void assertFits(Page page) {
    Object overflow =
        page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assertThat(((Number) overflow).intValue())
        .as("pixels beyond the screen")
        .isLessThanOrEqualTo(0);
  }

  @Test
  void anAlertArrivesIsSeenByOneAndWithdrawnInSightOfBoth() {
    clinic.run("p2", 12);
    Page ada = signIn(window(1280, 900, ColorScheme.LIGHT), "Ada");
    Page ben = signIn(window(1280, 900, ColorScheme.LIGHT), "Ben");
    assertThat(ada.url()).doesNotContain("#");
    ada.locator("article.running").getByText("Jonas Brandt").waitFor();
    assertThat(ada.locator("article.running").textContent()).contains("of 42 tolerated");
    assertThat(ada.locator("#patients").textContent())
        .contains("<b>Ingrid</b> \"O'Hara\" &", "No sessions yet", "Session running");

    dashboard.feed.publish(clinic.liveAlert("live", "p2", AlertChange.Change.RAISED));
    alert(ada, "live").waitFor();
    assertThat(alert(ada, "live").textContent())
        .contains("Load above today’s tolerance", "for now");
    alert(ben, "live").waitFor();
    picture(ada, "home-light");

    alert(ada, "live").getByRole(com.microsoft.playwright.options.AriaRole.BUTTON).click();
    alert(ada, "live").getByText("Seen by Ada").waitFor();
    alert(ben, "live").getByText("Seen by Ada").waitFor();

    dashboard.feed.publish(clinic.liveAlert("live", "p2", AlertChange.Change.CONFIRMED));
    alert(ben, "live").getByText("Confirmed").waitFor();
    dashboard.feed.publish(clinic.liveAlert("live", "p2", AlertChange.Change.RETRACTED));
    ben.locator("#past-title").click();
    ben.locator("#past-alerts [data-alert='live'][data-change=retracted]").waitFor();
    assertThat(alert(ben, "live").textContent()).contains("Retracted: Readings that arrived late");
    assertNoComplaints();
  }

  @Test
  void thePatientPageDrawsWhatIsKnownAndSaysWhatIsNot() {
    Page page = signIn(window(1280, 1000, ColorScheme.LIGHT), "Ada");
    page.locator("#patients").getByText("Maria Sommer").click();
    page.locator("path.heart-rate").waitFor();
    assertThat(page.title()).isEqualTo("Maria Sommer · Carryover");
    assertThat(page.locator(".panels li").count()).isEqualTo(14);
    assertThat(page.locator(".panels .band").count()).isEqualTo(14);
    assertThat(page.locator("#heart-rate .gap").count()).isEqualTo(1);
    assertThat(page.locator("path.heart-rate").getAttribute("d").split("M")).hasSize(3);
    assertThat(page.locator("circle.pain").count()).isLessThan(5);
    assertThat(page.locator("#chosen-body").textContent())
        .contains("not due yet", "no answer", "Undetermined", "What the patient reads");
    assertThat(page.locator("#zone").textContent()).contains("Europe/Berlin");
    picture(page, "patient-light");

    page.locator(".panels button").nth(12).press("Enter");
    page.locator("#chosen-body").getByText("Revision 3").waitFor();
    assertThat(page.evaluate("document.activeElement.dataset.key")).isEqualTo("s-12");
    assertNoComplaints();
  }

  @Test
  void aSessionIsShownWithoutItsCurveWhileHeartRatesAreAway() {
    dashboard.loseTelemetry();
    Page page = signIn(window(1280, 900, ColorScheme.LIGHT), "Ada");
    page.navigate(dashboard.origin() + "/patients/p1");
    page.locator("#heart-rate-away").waitFor();
    picture(page, "patient-without-heart-rate");
    assertThat(page.locator("#chosen-body").textContent())
        .contains("not available now", "Mean heart rate", "Pain, 0 to 10", "Revision");
    assertNoComplaints();
  }

  @Test
  void aRunningSessionIsFollowedLive() {
    clinic.run("p2", 12);
    Page page = signIn(window(1000, 900, ColorScheme.LIGHT), "Ada");
    page.locator("article.running a").click();
    page.locator("#connection[data-state=live]").waitFor();
    page.locator("path.load-line").waitFor();
    page.locator("path.heart-rate").waitFor();
    picture(page, "patient-running");
    clinic.progress("p2", Instant.now().plusSeconds(60), 20);
    page.getByText("Load 38 of 42 tolerated").first().waitFor();
    assertNoComplaints();
  }

  @Test
  void everyPageFitsANarrowScreenInTheDark() {
    clinic.run("p2", 12);
    Page page = signIn(window(320, 700, ColorScheme.DARK), "Ada");
    page.locator("article.running").waitFor();
    assertFits(page);
    Object background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
    assertThat(background.toString()).isNotEqualTo("rgb(255, 255, 255)");
    picture(page, "home-narrow-dark");
    for (String patient : List.of("p1", "p2", "p3", "p4")) {
      page.navigate(dashboard.origin() + "/patients/" + patient);
      page.locator("#connection[data-state=live]").waitFor();
      assertFits(page);
      picture(page, patient + "-narrow-dark");
    }
    page.setViewportSize(1280, 1000);
    page.navigate(dashboard.origin() + "/patients/p1");
    page.locator("path.heart-rate").waitFor();
    picture(page, "patient-dark");
    page.navigate(dashboard.origin() + "/");
    page.locator("article.running").waitFor();
    picture(page, "home-dark");
    assertNoComplaints();
  }

  @Test
  void silenceIsShownAndEndsByItself() {
    BrowserContext window = window(1000, 700, ColorScheme.LIGHT);
    window.clock().install();
    Page page = signIn(window, "Ada");
    assertThat(page.locator("#stale").isVisible()).isFalse();
    window.clock().fastForward(40_000);
    page.getByText("Stale since").waitFor();
    picture(page, "home-stale");
    dashboard.feed.publish(clinic.liveAlert("live", "p2", AlertChange.Change.RAISED));
    alert(page, "live").waitFor();
    page.locator("#stale")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
    assertNoComplaints();
  }

  @Test
  void aUsedLinkIsRefusedInWordsAndSigningOutLeadsBack() {
    Page page = signIn(window(900, 700, ColorScheme.LIGHT), "Ada");
    page.locator("#sign-out").click();
    page.waitForURL(dashboard.origin() + "/sign-in");
    page.navigate(dashboard.origin() + "/patients/p1");
    assertThat(page.url()).endsWith("/sign-in");
    page.navigate(dashboard.origin() + "/sign-in#used");
    page.reload();
    page.locator("#token").fill("wrong");
    page.locator("button").click();
    page.getByText("used before or is too old").waitFor();
    picture(page, "sign-in");
  }
}
