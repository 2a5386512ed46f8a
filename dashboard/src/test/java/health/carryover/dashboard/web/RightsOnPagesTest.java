package health.carryover.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import health.carryover.analysis.port.Role;
import health.carryover.dashboard.Authenticator;
import health.carryover.dashboard.RunningDashboard;
import health.carryover.dashboard.SampleClinic;
import health.carryover.dashboard.SettableClock;
import health.carryover.dashboard.TestPerson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No page offers what the role of whoever looks would be refused. */
class RightsOnPagesTest {
  private static final Pattern BUTTON = Pattern.compile("<button[^>]*>");
  private static final Pattern FORM = Pattern.compile("<form[^>]*>");

  private final SettableClock clock = new SettableClock(RunningDashboard.START);
  private final List<String> complaints = new ArrayList<>();
  private RunningDashboard dashboard;

  @BeforeEach
  void start() {
    dashboard = RunningDashboard.start(options -> options, clock);
    SampleClinic.fill(dashboard, clock.instant());
  }

  @AfterEach
  void stop() {
    dashboard.close();
  }

  private String page(TestPerson person, String path) {
    return dashboard.screenGet(person.cookie(), path).response().body();
  }

  private static List<String> found(Pattern what, String page) {
    return what.matcher(page).results().map(match -> match.group()).toList();
  }

  private TestPerson person(Role role) {
    return dashboard.person(role.code(), "Somebody " + role.code(), role, RunningDashboard.CLINIC);
  }

  @Test
  void whoeverReadsOnlyFindsNoActAnywhere() {
    TestPerson reads = person(Role.READ_ONLY);
    for (String path : List.of("/", "/patients/p1", "/patients/p1/care-plan")) {
      String page = page(reads, path);
      assertThat(found(BUTTON, page)).as(path).hasSize(1).allMatch(b -> b.contains("sign-out"));
      assertThat(found(FORM, page))
          .as(path)
          .allMatch(f -> f.contains("\"tools\"") || f.contains("\"care-plan\""));
      assertThat(page).as(path).contains("change nothing", "Maria Sommer");
    }
    assertThat(page(reads, "/patients/p1/care-plan"))
        .contains("<fieldset disabled", "Here you see what holds");
    for (String part : List.of("/view/triage", "/view/patients/p1/alerts")) {
      assertThat(page(reads, part))
          .as(part)
          .doesNotContain("<button", "<form")
          .contains("Flare-up");
    }
  }

  @Test
  void whoeverMayActFindsTheActsOfTheirRole() {
    TestPerson clinician = person(Role.CLINICIAN);
    TestPerson assistant = person(Role.ASSISTANT);
    for (TestPerson person : List.of(clinician, assistant)) {
      assertThat(page(person, "/")).contains("data-act=\"acknowledge\"", "data-review=\"p1\"");
      assertThat(page(person, "/patients/p1"))
          .contains("data-act-form=\"note\"", "data-case=\"review\"")
          .doesNotContain("change nothing");
    }
    assertThat(page(clinician, "/patients/p1")).contains("id=\"trial\"");
    assertThat(page(assistant, "/patients/p1")).doesNotContain("id=\"trial\"");
    assertThat(page(clinician, "/patients/p1/care-plan")).doesNotContain("<fieldset disabled");
    assertThat(page(assistant, "/patients/p1/care-plan")).contains("<fieldset disabled");
  }

  private Page open(Chromium chromium, TestPerson person, String locale) {
    BrowserContext window =
        chromium.browser().newContext(new Browser.NewContextOptions().setLocale(locale));
    String[] cookie = person.cookie().split("=", 2);
    window.addCookies(List.of(new Cookie(cookie[0], cookie[1]).setUrl(dashboard.origin())));
    Page page = window.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") && !message.text().contains("status of 4")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    return page;
  }

  @Test
  void inABrowserTheyLookAtEverythingAndChangeTheirPassword() {
    try (Chromium chromium = Chromium.start()) {
      TestPerson reads = person(Role.READ_ONLY);
      Page page = open(chromium, reads, "de-DE");
      page.navigate(dashboard.origin() + "/");
      page.locator("#connection[data-state=live]").waitFor();
      page.keyboard().press("j");
      page.keyboard().press("a");
      page.keyboard().press("d");
      page.locator(".row article.alert").first().waitFor();
      assertThat(page.locator("main button, main form:not(#tools)").count()).isZero();
      page.navigate(dashboard.origin() + "/patients/p1");
      page.locator("path.heart-rate").waitFor();
      assertThat(page.locator("main button:not(.panel-button)").count()).isZero();
      page.navigate(dashboard.origin() + "/patients/p1/care-plan");
      assertThat(page.locator("#care-plan select").first().isDisabled()).isTrue();

      page.locator(".who a").click();
      page.waitForURL("**/account");
      Screen.assertAccessible(page);
      page.locator("#currentPassword").fill("nicht ihr Passwort");
      page.locator("#code").fill("000000");
      page.locator("#newPassword").fill("elf stille Reiher");
      page.locator("#repeat").fill("zwölf stille Reiher");
      page.locator("#password-form button").click();
      page.getByText("Die beiden sind nicht gleich.").waitFor();
      page.locator("#repeat").fill("elf stille Reiher");
      page.locator("#password-form button").click();
      page.getByText("Das bisherige Passwort oder der Code stimmen nicht.").waitFor();
      clock.advance(Duration.ofSeconds(30));
      page.locator("#currentPassword").fill(TestPerson.PASSWORD);
      page.locator("#code").fill(Authenticator.code(reads.secret(), clock.instant()));
      page.locator("#password-form button").click();
      page.getByText("Ihr Passwort ist geändert.").waitFor();
      page.setViewportSize(320, 700);
      Screen.assertFits(page);
      Screen.picture(page, "account-narrow");
      page.navigate(dashboard.origin() + "/");
      page.locator("#connection[data-state=live]").waitFor();
      assertThat(complaints).isEmpty();
    }
  }
}
