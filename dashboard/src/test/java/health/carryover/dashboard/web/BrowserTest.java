package health.carryover.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.WaitForSelectorState;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.port.SampleOutcomes;
import health.carryover.dashboard.RunningDashboard;
import health.carryover.dashboard.SampleClinic;
import java.nio.file.Path;
import java.time.Duration;
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
    return page.locator("article[data-alert='" + id + "']");
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

  private static Locator row(Page page, String patient) {
    return page.locator(".row[data-patient='" + patient + "']");
  }

  private static Locator section(Page page, String section) {
    return page.locator(".part[data-section='" + section + "']");
  }

  private static Locator act(Locator within, String act) {
    return within.locator("button[data-act='" + act + "']").first();
  }

  @Test
  void everyPatientStandsInASectionWithReasonAndProof() {
    clinic.run("p2", 12);
    Page page = signIn(window(1280, 900, ColorScheme.LIGHT), "Ada");
    assertThat(page.locator("#triage .part h2").allTextContents().toString())
        .containsSubsequence("Safety", "Live now", "Rebound", "Not enough data");
    assertThat(section(page, "safety").textContent())
        .contains("<b>Ingrid</b> \"O'Hara\" &", "Safety questions answered with yes: fever.");
    assertThat(row(page, "p1").textContent())
        .contains("Flare-up", "pain +3 points against the baseline", "80 % known");
    assertThat(row(page, "p1").locator("svg.small-plot").getAttribute("aria-label"))
        .contains("Pain after each session", "-1; +2");
    assertThat(row(page, "p4").textContent()).contains("no device is given to the patient");
    assertThat(page.locator("#withdrawn").textContent())
        .contains("no flare-up by the next morning");
    assertThat(page.content().length()).as("characters of the page").isLessThan(150_000);
    row(page, "p1").locator("[data-review]").click();
    row(page, "p1").getByText("reviewed by").waitFor();
    Axe.assertAccessible(page);
    picture(page, "home-light");
    assertNoComplaints();
  }

  @Test
  void anAlertArrivesAndOfTwoWhoActTheSecondReadsWhoWasFirst() {
    Page ada = signIn(window(1280, 900, ColorScheme.LIGHT), "Ada");
    BrowserContext away = window(1280, 900, ColorScheme.LIGHT);
    Page ben = signIn(away, "Ben");
    assertThat(ada.url()).doesNotContain("#");
    dashboard.feed.publish(clinic.liveAlert("live", "p2", AlertChange.Change.RAISED));
    act(row(ada, "p2"), "acknowledge").waitFor();
    act(row(ben, "p2"), "acknowledge").waitFor();
    // Ben does not hear of what Ada does.
    ben.evaluate("document.querySelector('[data-act=acknowledge][data-alert=live]').id = 'old'");
    away.route("**/view/triage", com.microsoft.playwright.Route::abort);
    act(row(ada, "p2"), "acknowledge").click();
    row(ada, "p2").getByText("(seen)").waitFor();
    ben.locator("#old").click();
    ben.getByText("Ada acted while you looked: marked it as seen").waitFor();
    away.unroute("**/view/triage");
    complaints.removeIf(text -> text.contains("409") || text.contains("ERR_FAILED"));

    dashboard.feed.publish(clinic.liveAlert("live", "p2", AlertChange.Change.RETRACTED));
    ada.locator("#withdrawn summary").click();
    ada.locator("#withdrawn [data-alert='live']")
        .getByText("Data that came later show that the condition did not hold.")
        .waitFor();
    assertThat(complaints).isEmpty();
  }

  @Test
  void aSnoozedAlertSleepsAndWakesWhenItGetsWorse() {
    dashboard.feed.publish(clinic.liveAlert("live", "p2", AlertChange.Change.RAISED));
    Page page = signIn(window(1280, 1000, ColorScheme.LIGHT), "Ada");
    row(page, "p2").locator("details.more > summary").click();
    Locator alert = alert(page, "live");
    alert.locator("details.do > summary").click();
    alert.locator("form[data-act-form=snooze] button").click();
    row(page, "p2").getByText("1 alert is snoozed.").waitFor();
    alert.getByText("Snoozed by").waitFor();
    Axe.assertAccessible(page);
    picture(page, "alert-details");
    dashboard.feed.publish(clinic.liveAlert("live", "p2", AlertChange.Change.UPGRADED));
    row(page, "p2").locator(".why").getByText("woken early: it got worse").waitFor();
    alert.getByText("Woken early: it got worse while it was snoozed.").waitFor();
    act(row(page, "p2"), "acknowledge").waitFor();
    assertNoComplaints();
  }

  @Test
  void whatWasKnownWhenAndWhatItStandsOnIsTold() {
    dashboard.feed.publish(clinic.liveAlert("live", "p2", AlertChange.Change.RAISED));
    Page page = signIn(window(1280, 1000, ColorScheme.LIGHT), "Ada");
    page.navigate(dashboard.origin() + "/patients/p1");
    page.locator("path.heart-rate").waitFor();
    Locator flare = alert(page, "a-flare");
    flare.locator("details.as-table > summary").click();
    assertThat(flare.textContent())
        .contains("Formula banister-1991-f0.86", "Tolerance believed then", "flare/1", "Samples");
    flare.locator("details.do > summary").click();
    flare.locator("form[data-act-form=note] input").fill("Rang up, rests today");
    flare.locator("form[data-act-form=note] button").click();
    alert(page, "a-flare").locator(".done").getByText("Rang up, rests today").waitFor();
    act(alert(page, "a-flare"), "useful").click();
    alert(page, "a-flare").locator(".chosen").waitFor();
    assertThat(page.locator("#week").inputValue())
        .contains("Summary from", "sessions.", "Flare-ups:", "Suggestion for the next session");
    page.locator("#trial input").fill("0.2");
    page.locator("#trial select").selectOption("acceptableRisk");
    page.locator("#trial button").click();
    page.locator("#trial-found").getByText("Nothing would have been otherwise.").waitFor();
    page.navigate(dashboard.origin() + "/");
    assertThat(page.locator("#worth [data-kind=flare]").textContent()).contains("too few to say");
    assertNoComplaints();
  }

  @Test
  void aHundredPatientsArePaintedAtOnceWithoutAnyScriptAndWeighLittle() {
    for (int i = 0; i < 100; i++) {
      String patient = "many-" + i;
      dashboard.addPatient(patient, "Patient " + i);
      for (int session = 0; session < 6; session++) {
        Instant start = Instant.now().minus(Duration.ofDays(2L * session + 1));
        dashboard.feed.publish(SampleOutcomes.assessment(patient, "s-" + session, 1, start, start));
      }
    }
    BrowserContext still =
        browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false));
    String[] cookie = dashboard.screen("Ada").split("=", 2);
    still.addCookies(List.of(new Cookie(cookie[0], cookie[1]).setUrl(dashboard.origin())));
    Page painted = still.newPage();
    painted.navigate(dashboard.origin() + "/");
    assertThat(painted.locator(".row").count()).isEqualTo(104);
    assertThat(painted.locator(".row svg.small-plot[aria-label]").count()).isEqualTo(104);

    Page page = signIn(window(1280, 900, ColorScheme.LIGHT), "Ada");
    Object bytes =
        page.evaluate(
            "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
                + ".reduce((sum, entry) => sum + entry.encodedBodySize, 0)");
    System.out.println("BrowserTest: the overview of 104 patients weighs " + bytes + " bytes");
    assertThat(((Number) bytes).intValue()).isLessThan(150_000);
    assertNoComplaints();
  }

  @Test
  void theListIsWorkedByKeysAlone() {
    Page page = signIn(window(1280, 900, ColorScheme.LIGHT), "Ada");
    page.keyboard().press("j");
    assertThat(page.evaluate("document.activeElement.dataset.patient")).isEqualTo("p3");
    page.keyboard().press("a");
    row(page, "p3").getByText("(seen)").waitFor();
    page.keyboard().press("j");
    assertThat(page.evaluate("document.activeElement.dataset.patient")).isEqualTo("p1");
    page.keyboard().press("k");
    assertThat(page.evaluate("document.activeElement.dataset.patient")).isEqualTo("p3");
    page.keyboard().press("r");
    row(page, "p3").getByText("reviewed by").waitFor();
    page.keyboard().press("/");
    page.keyboard().type("sommer");
    row(page, "p3").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
    assertThat(row(page, "p1").isVisible()).isTrue();
    page.keyboard().press("Escape");
    row(page, "p3").waitFor();
    row(page, "p1").focus();
    page.keyboard().press("Enter");
    page.waitForURL("**/patients/p1");
    assertNoComplaints();
  }

  @Test
  void theBudgetHoldsBackAndShowsWhat() {
    for (String patient : List.of("p2", "p4")) {
      dashboard.feed.publish(
          clinic.liveAlert("live-" + patient, patient, AlertChange.Change.RAISED));
    }
    Page page = signIn(window(1280, 900, ColorScheme.LIGHT), "Ada");
    page.locator("#budget").fill("1");
    page.locator("#beyond > summary").waitFor();
    page.locator("#beyond > summary").click();
    assertThat(page.locator("#beyond .row").count()).isGreaterThan(0);
    assertThat(section(page, "safety").locator(".row").count()).isEqualTo(1);
    page.locator("#budget").fill("100");
    page.locator("#beyond")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    assertNoComplaints();
  }

  @Test
  void bothLanguagesAndTwoZonesAreSpoken() {
    BrowserContext window =
        browser.newContext(
            new Browser.NewContextOptions()
                .setLocale("de-DE")
                .setTimezoneId("America/New_York")
                .setViewportSize(1280, 900));
    Page page = signIn(window, "Ada");
    assertThat(page.locator("html").getAttribute("lang")).isEqualTo("de");
    assertThat(page.locator("#triage").textContent()).contains("Sicherheit", "Schmerzschub");
    page.navigate(dashboard.origin() + "/patients/p1");
    page.locator("path.heart-rate").waitFor();
    assertThat(page.locator("#zone").textContent()).contains("America/New_York");
    assertThat(page.locator("#chosen-body").textContent()).contains("Was als Nächstes passt");
    String first = page.locator("#alerts time").first().textContent();
    Axe.assertAccessible(page);
    picture(page, "patient-german");
    page.locator(".languages a[lang=en]").click();
    page.locator("path.heart-rate").waitFor();
    assertThat(page.locator("#chosen-body").textContent()).contains("What fits next");

    Page berlin = signIn(window(1280, 900, ColorScheme.LIGHT), "Ben");
    berlin.navigate(dashboard.origin() + "/patients/p1");
    assertThat(berlin.locator("#zone").textContent()).contains("Europe/Berlin");
    assertThat(berlin.locator("#alerts time").first().textContent()).isNotEqualTo(first);
    assertNoComplaints();
  }

  @Test
  void thePatientPageDrawsWhatIsKnownAndSaysWhatIsNot() {
    Page page = signIn(window(1280, 1000, ColorScheme.LIGHT), "Ada");
    row(page, "p1").locator(".name a").click();
    page.locator("path.heart-rate").waitFor();
    assertThat(page.title()).isEqualTo("Maria Sommer · Carryover");
    assertThat(page.locator(".panels li").count()).isEqualTo(14);
    assertThat(page.locator(".panels .band").count()).isEqualTo(14);
    assertThat(page.locator("#heart-rate .gap").count()).isEqualTo(1);
    assertThat(page.locator("path.heart-rate").getAttribute("d").split("M")).hasSize(3);
    assertThat(page.locator("circle.pain").count()).isLessThan(5);
    assertThat(page.locator("#chosen-body").textContent())
        .contains("not due yet", "no answer", "Undetermined", "What the patient reads");
    Axe.assertAccessible(page);
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
  void aCurveByTheMinuteSaysSo() {
    dashboard.forgetReadings();
    Page page = signIn(window(1280, 900, ColorScheme.LIGHT), "Ada");
    page.navigate(dashboard.origin() + "/patients/p1");
    page.locator("#heart-rate").waitFor();
    assertThat(page.locator("#chosen-body").textContent())
        .contains("each point is the mean of a minute", "Mean heart rate");
    picture(page, "patient-by-the-minute");
    assertNoComplaints();
  }

  @Test
  void aRunningSessionIsFollowedLive() {
    clinic.run("p2", 12);
    Page page = signIn(window(1000, 900, ColorScheme.LIGHT), "Ada");
    Locator line = row(page, "p2").locator(".live");
    line.waitFor();
    assertThat(line.textContent()).contains("of 42 tolerated", "flare-up if it ended now");
    clinic.progress("p2", Instant.now().plusSeconds(30), 16);
    line.getByText("Load 30.4 of 42 tolerated").waitFor();
    row(page, "p2").locator(".name a").click();
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
    page.locator(".live").waitFor();
    assertFits(page);
    Object background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
    assertThat(background.toString()).isNotEqualTo("rgb(255, 255, 255)");
    Axe.assertAccessible(page);
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
    Axe.assertAccessible(page);
    picture(page, "patient-dark");
    page.navigate(dashboard.origin() + "/");
    page.locator(".live").waitFor();
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
    act(row(page, "p2"), "acknowledge").waitFor();
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
    page.getByText("used before or is too old").waitFor();
    page.reload();
    page.locator("#link summary").click();
    page.locator("#token").fill("wrong");
    page.locator("#link-form button").click();
    page.getByText("used before or is too old").waitFor();
    picture(page, "sign-in");
  }
}
