package health.carryover.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import health.carryover.analysis.port.Role;
import health.carryover.dashboard.Authenticator;
import health.carryover.dashboard.RunningDashboard;
import health.carryover.dashboard.SampleClinic;
import health.carryover.dashboard.SettableClock;
import health.carryover.dashboard.TestPerson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Joining, signing in and out, and running the clinic, in a real browser. */
class AccountsBrowserTest {
  /** Presses every button of every form, and finds the forms that would leave the page then. */
  private static final String SUBMIT_ALL =
      """
      () => {
        const sent = [];
        document.addEventListener('submit', (event) => {
          if (event.target.method !== 'dialog') sent.push(event.target.outerHTML);
          event.preventDefault();
        });
        document.querySelectorAll('form').forEach((form) => {
          form.noValidate = true;
          const buttons = form.querySelectorAll('button');
          buttons.forEach((button) => button.click());
          if (buttons.length === 0) form.requestSubmit();
        });
        return sent;
      }
      """;

  private final SettableClock clock = new SettableClock(RunningDashboard.START);
  private final List<String> complaints = new ArrayList<>();
  private RunningDashboard dashboard;
  private Chromium chromium;

  @BeforeEach
  void start() {
    chromium = Chromium.start();
    dashboard = RunningDashboard.start(o -> o.withHeartbeat(Duration.ofMillis(200)), clock);
    SampleClinic.fill(dashboard, clock.instant());
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

  private Page page(String locale) {
    BrowserContext window =
        chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setLocale(locale)
                    .setTimezoneId("Europe/Berlin")
                    .setViewportSize(1100, 900));
    Page page = window.newPage();
    page.onConsoleMessage(
        message -> {
          // A refusal is shown in the page; the browser notes it besides.
          if (message.type().equals("error") && !message.text().contains("status of 4")) {
            complaints.add(message.text() + " " + message.location());
          }
        });
    page.onPageError(complaints::add);
    return page;
  }

  private Page office(String path) {
    Page page = page("en-GB");
    page.navigate(dashboard.origin() + "/sign-in#" + dashboard.links.create("Olga Office"));
    page.waitForURL(dashboard.origin() + "/");
    page.navigate(dashboard.origin() + path);
    return page;
  }

  private void signIn(Page page, String login, String password, String code) {
    page.locator("#login").fill(login);
    page.locator("#password").fill(password);
    page.locator("#code").fill(code);
    page.locator("#password-form button").click();
  }

  private String next(TestPerson person) {
    clock.advance(Duration.ofSeconds(30));
    return Authenticator.code(person.secret(), clock.instant());
  }

  private static void isIn(Page page) {
    page.locator("#connection[data-state=live]").waitFor();
  }

  @Test
  void somebodyIsInvitedJoinsSignsOutAndInAgain() {
    Page office = office("/people");
    office.locator("form[data-office='/api/v1/people'] #name").fill("Ada Brook");
    office.locator("#login").fill("ada");
    office.locator("form[data-office='/api/v1/people'] button").click();
    String link = office.locator("#secret-once").textContent();
    Axe.assertAccessible(office);
    office.locator("#made button").click();
    office.locator("[data-person=ada]").getByText("invited until").waitFor();
    assertThat(office.content()).doesNotContain(link.split("#", 2)[1]);

    Page ada = page("en-GB");
    ada.navigate(link);
    ada.waitForURL(dashboard.origin() + "/join");
    Axe.assertAccessible(ada);
    ada.locator("#password").fill(TestPerson.PASSWORD);
    ada.locator("#repeat").fill("something else");
    ada.locator("#join-form button").click();
    ada.getByText("The two are not the same.").waitFor();
    ada.locator("#repeat").fill(TestPerson.PASSWORD);
    ada.locator("#join-form button").click();
    ada.getByText("Your login is ada.").waitFor();
    ada.locator("#qr svg path").waitFor();
    Axe.assertAccessible(ada);
    String secret = ada.locator("#secret").textContent().replace(" ", "");
    ada.locator("#factor-code").fill(Authenticator.code(secret, clock.instant()));
    ada.locator("#factor-form button").click();
    ada.locator("#recovery-codes li").first().waitFor();
    assertThat(ada.locator("#recovery-codes li").count()).isEqualTo(8);
    Axe.assertAccessible(ada);
    ada.locator("#go-on").click();
    isIn(ada);
    assertThat(ada.locator("#person").textContent()).isEqualTo("Ada Brook");
    assertThat(ada.locator("nav.office").count()).as("only for those who run it").isZero();

    ada.locator("#sign-out").click();
    ada.waitForURL(dashboard.origin() + "/sign-in");
    Axe.assertAccessible(ada);
    clock.advance(Duration.ofSeconds(30));
    String code = Authenticator.code(secret, clock.instant());
    signIn(ada, "ada", "not her password", code);
    ada.getByText("Login, password or code are not right.").waitFor();
    signIn(ada, "ada", TestPerson.PASSWORD, code);
    isIn(ada);

    office.reload();
    office.locator("[data-person=ada]").getByText("Disable").click();
    office.locator("[data-person=ada]").getByText("disabled since").waitFor();
    ada.waitForURL("**/sign-in");
    assertThat(complaints).isEmpty();
  }

  @Test
  void whoeverGuessesWaitsAndIsToldSoInGerman() {
    TestPerson ada = dashboard.person("ada", "Ada Brook", Role.CLINICIAN, RunningDashboard.CLINIC);
    Page page = page("de-DE");
    page.navigate(dashboard.origin() + "/");
    assertThat(page.locator("html").getAttribute("lang")).isEqualTo("de");
    Axe.assertAccessible(page);
    for (int i = 0; i < 5; i++) {
      signIn(page, "ada", "geraten und daneben " + i, "000000");
      page.getByText("Anmeldename, Passwort oder Code stimmen nicht.").waitFor();
    }
    signIn(page, "ada", TestPerson.PASSWORD, "000000");
    page.getByText("Zu viele Versuche stimmten nicht.").waitFor();
    signIn(page, "ada", TestPerson.PASSWORD, next(ada));
    isIn(page);
    assertThat(page.locator("#sign-out").textContent()).isEqualTo("Abmelden");
    page.locator("#sign-out").click();
    page.waitForURL(dashboard.origin() + "/sign-in");
    page.locator(".languages a[lang=en]").click();
    page.getByText("Code from your app").waitFor();
    assertThat(complaints).isEmpty();
  }

  @Test
  void whatIsTypedBeforeTheScriptsRunGoesNowhere() {
    TestPerson ada = dashboard.person("ada", "Ada Brook", Role.ADMIN, RunningDashboard.CLINIC);
    Page page = page("en-GB");
    page.navigate(dashboard.origin() + "/sign-in");
    signIn(page, "ada", TestPerson.PASSWORD, next(ada));
    isIn(page);
    page.route("**/*.js", Route::abort);
    for (String path :
        List.of(
            "/",
            "/patients/p1",
            "/patients/p1/care-plan",
            "/people",
            "/integrations",
            "/account",
            "/sign-in",
            "/join")) {
      page.navigate(dashboard.origin() + path);
      assertThat(page.locator("form").count()).as(path).isPositive();
      assertThat((List<?>) page.evaluate(SUBMIT_ALL)).as(path).isEmpty();
    }
    page.navigate(dashboard.origin() + "/access-log");
    assertThat((List<?>) page.evaluate(SUBMIT_ALL)).as("works without a script").hasSize(1);
  }

  @Test
  void aPageLeftAloneGoesToTheSignInByItself() {
    TestPerson ada = dashboard.person("ada", "Ada Brook", Role.CLINICIAN, RunningDashboard.CLINIC);
    for (Duration left : List.of(Duration.ofHours(1), Duration.ofHours(12))) {
      Page page = page("en-GB");
      page.navigate(dashboard.origin() + "/sign-in");
      signIn(page, "ada", TestPerson.PASSWORD, next(ada));
      isIn(page);
      clock.advance(left);
      page.waitForURL("**/sign-in");
      page.navigate(dashboard.origin() + "/patients/p1");
      assertThat(page.url()).endsWith("/sign-in");
    }
    assertThat(complaints).isEmpty();
  }

  @Test
  void aProgramGetsATokenOnceAndWhoLookedIsSeen() {
    Page office = office("/patients/p1");
    office.locator("path.heart-rate").waitFor();
    office.locator("nav.office a[href='/integrations']").click();
    Axe.assertAccessible(office);
    office.locator("#name").fill("Practice software");
    office.locator("form[data-office='/api/v1/integrations'] button").click();
    office.getByText("Choose what the program may do.").waitFor();
    office.locator("input[value='patients:read']").check();
    office.locator("form[data-office='/api/v1/integrations'] button").click();
    String token = office.locator("#secret-once").textContent();
    assertThat(token).startsWith("carryover_");
    office.locator("#made button").click();
    Locator row = office.locator("tr", new Page.LocatorOptions().setHasText("Practice software"));
    row.getByText("until").waitFor();
    assertThat(office.content()).doesNotContain(token);
    row.locator("button").click();
    row.getByText("revoked").waitFor();

    office.locator("nav.office a[href='/access-log']").click();
    office.locator("#patient").fill("p1");
    office.locator("form[action='/access-log'] button").click();
    office.getByText("Saw: patient").first().waitFor();
    assertThat(office.locator("tbody").textContent()).contains("Olga Office", "Maria Sommer");
    Axe.assertAccessible(office);
    office.setViewportSize(320, 700);
    for (String path : List.of("/access-log", "/people", "/integrations", "/sign-in")) {
      office.navigate(dashboard.origin() + path);
      Object overflow =
          office.evaluate(
              "document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assertThat(((Number) overflow).intValue()).as(path).isLessThanOrEqualTo(0);
    }
    assertThat(complaints).isEmpty();
  }
}
