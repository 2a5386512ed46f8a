package health.carryover.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import health.carryover.dashboard.RunningDashboard;
import health.carryover.dashboard.SampleClinic;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The patient's page in a real browser. */
class PhonePageTest {
  private final List<String> complaints = new ArrayList<>();
  private Chromium chromium;
  private RunningDashboard dashboard;

  @BeforeEach
  void start() {
    chromium = Chromium.start();
    InstantSource clock = InstantSource.system();
    dashboard = RunningDashboard.start(options -> options, clock);
    SampleClinic.fill(dashboard, clock.instant());
    dashboard.desk.code(RunningDashboard.CLINIC, "p1");
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

  private Page phone(String language, ColorScheme scheme) {
    BrowserContext window =
        chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setViewportSize(360, 740)
                    .setLocale(language)
                    .setColorScheme(scheme)
                    .setTimezoneId("Europe/Berlin"));
    Page page = window.newPage();
    page.onPageError(complaints::add);
    return page;
  }

  private static void picture(Page page, String name) {
    String folder = System.getProperty("carryover.screenshots");
    if (folder != null) {
      page.screenshot(
          new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of(folder, name + ".png")));
    }
  }

  private static void choose(Page page, String form, String name, int value) {
    page.locator(form + " input[name=" + name + "][value='" + value + "']").first().check();
  }

  private List<String> sent() {
    return dashboard.phones.sent;
  }

  private void awaitSent(Page page, int messages) {
    page.waitForCondition(() -> sent().size() >= messages);
    assertThat(sent()).hasSize(messages);
  }

  @Test
  void aCodeConnectsThePhoneAndASessionIsTold() {
    Page page = phone("en-GB", ColorScheme.LIGHT);
    page.navigate(dashboard.origin() + "/phone#P1");
    page.getByText("Everything is sent.").waitFor();
    assertThat(page.url()).doesNotContain("#");
    picture(page, "phone-light");
    choose(page, "form:has(select[name=activity])", "nrs", 5);
    page.getByText("Start the session").click();
    page.getByText("Running since").waitFor();
    awaitSent(page, 2);
    assertThat(sent().get(0)).startsWith("p1 session ").contains("\"event\":\"started\"");
    assertThat(sent().get(1)).contains("\"slot\":\"before\"", "\"nrs\":5", "\"session\":\"s-");
    picture(page, "phone-running");
    choose(page, "form:has([name=rpe])", "rpe", 4);
    choose(page, "form:has([name=rpe])", "nrs", 3);
    page.getByText("End the session").click();
    awaitSent(page, 4);
    assertThat(sent().get(2)).contains("\"event\":\"ended\"", "\"rpe\":4");
    assertThat(sent().get(3)).contains("\"slot\":\"after\"", "\"nrs\":3");
    assertThat(complaints).isEmpty();
  }

  @Test
  void withoutAConnectionThePageOpensKeepsAnswersAndSendsThemLater() {
    Page page = phone("de-DE", ColorScheme.DARK);
    page.navigate(dashboard.origin() + "/phone#P1");
    page.getByText("Alles ist gesendet.").waitFor();
    page.waitForFunction("() => navigator.serviceWorker.controller !== null");
    page.context().setOffline(true);
    page.reload();
    page.getByText("Keine Verbindung").waitFor();
    page.locator("summary", new Page.LocatorOptions().setHasText("Schmerzen jetzt")).click();
    choose(page, "details[open] form", "nrs", 6);
    page.locator("details[open] button").first().click();
    page.getByText("1 wartet auf diesem Telefon").waitFor();
    picture(page, "phone-offline-dark");
    assertThat(sent()).isEmpty();
    // Closed and opened again, it still waits.
    page.reload();
    page.getByText("1 wartet auf diesem Telefon").waitFor();
    page.context().setOffline(false);
    page.getByText("Alles ist gesendet.").waitFor();
    // A request whose answer was lost with the network is sent again, under the same id.
    assertThat(Set.copyOf(sent())).hasSize(1);
    assertThat(sent().get(0)).startsWith("p1 pain ").contains("\"nrs\":6", "\"slot\":\"other\"");
    assertThat(complaints).isEmpty();
  }

  @Test
  void aQuestionAppearsAtTheTimeOfTheCarePlan() {
    Page page = phone("en-GB", ColorScheme.LIGHT);
    page.navigate(dashboard.origin() + "/phone#P1");
    page.getByText("Everything is sent.").waitFor();
    Object askAt =
        page.evaluate(
            "import('/assets/phone-outbox.js').then((m) => m.ask('/api/v1/phone/today'))"
                + ".then((answer) => answer.json()).then((today) => today.questions[0].askAt['next-morning'])");
    Instant at = Instant.parse(askAt.toString());
    page.clock().setFixedTime(Date.from(at.minusSeconds(60)));
    page.reload();
    page.getByText("Everything is sent.").waitFor();
    page.getByText("A question about your session comes").waitFor();
    page.clock().setFixedTime(Date.from(at));
    page.reload();
    page.locator("article h2").getByText("This morning, after your session").waitFor();
    assertThat(complaints).isEmpty();
  }

  @Test
  void aYesToASafetyQuestionIsAnsweredAtOnceAndTold() {
    Page page = phone("en-GB", ColorScheme.LIGHT);
    page.navigate(dashboard.origin() + "/phone#P1");
    page.getByText("Everything is sent.").waitFor();
    page.locator("summary", new Page.LocatorOptions().setHasText("Safety questions")).click();
    page.locator("input[name=saddle-numbness][value=yes]").check();
    page.locator("input[name=fever][value=no]").check();
    picture(page, "phone-safety");
    page.locator("details[open] button").first().click();
    page.locator("[role=alert]").getByText("call your emergency number now").waitFor();
    awaitSent(page, 1);
    assertThat(sent().get(0)).startsWith("p1 safety ").contains("[\"saddle-numbness\"]");
    assertThat(complaints).isEmpty();
  }

  @Test
  void aPhoneThatWasRevokedSaysSoAndForgetsItsSecret() {
    Page page = phone("en-GB", ColorScheme.LIGHT);
    page.navigate(dashboard.origin() + "/phone#P1");
    page.getByText("Everything is sent.").waitFor();
    dashboard
        .desk
        .devices(RunningDashboard.CLINIC)
        .forEach(device -> dashboard.desk.revoke(RunningDashboard.CLINIC, device.id()));
    page.reload();
    page.getByText("This phone is not connected any more").waitFor();
    assertThat(page.evaluate("localStorage.getItem('carryover-phone')")).isNull();
    page.locator("input[name=code]").fill("wrong");
    page.getByText("Connect", new Page.GetByTextOptions().setExact(true)).click();
    page.getByText("This code does not count").waitFor();
    assertThat(complaints).isEmpty();
  }
}
