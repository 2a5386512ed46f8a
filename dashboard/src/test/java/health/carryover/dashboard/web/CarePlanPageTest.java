package health.carryover.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.dashboard.RunningDashboard;
import health.carryover.dashboard.SampleClinic;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The care plan in a real browser. */
class CarePlanPageTest {
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

  private String plan() {
    return dashboard.origin() + "/patients/p1/care-plan";
  }

  @Test
  void aPlanIsMadeByKeysAloneAndShownBesideTheSuggestion() {
    Page page = screen.of("Ada", "en-GB", 1280, 900, ColorScheme.LIGHT);
    page.navigate(plan());
    page.locator("#plan-loadLimit").focus();
    page.keyboard().type("62.5");
    page.locator("#plan-progression").focus();
    page.keyboard().type("held");
    page.locator("#plan-restrictions").focus();
    page.keyboard().type("No twisting under load");
    page.keyboard().press("Tab");
    page.keyboard().press("Tab");
    assertThat(page.evaluate("document.activeElement.id")).isNotEqualTo("plan-restrictions");
    page.locator("#care-plan button").focus();
    page.keyboard().press("Enter");
    page.locator("#history").waitFor();
    assertThat(page.locator("#history").textContent())
        .contains("Ada", "Largest load of a session", "not set → 62.5", "No twisting under load");
    assertThat(dashboard.profiles).extracting(ProfileChange::loadLimit).containsExactly(62.5);
    Screen.assertAccessible(page);
    Screen.picture(page, "care-plan-light");

    page.locator("#plan-loadLimit").fill("");
    page.locator("#care-plan button").click();
    page.locator("#history tbody tr").nth(1).waitFor();
    assertThat(page.locator("#history tbody tr").first().textContent())
        .contains("62.5 → not set")
        .doesNotContain("Restrictions");
    assertThat(dashboard.profiles.get(1).cleared())
        .containsExactly(ProfileChange.Clearable.LOAD_LIMIT);

    page.navigate(dashboard.origin() + "/patients/p1");
    page.locator("path.heart-rate").waitFor();
    assertThat(page.locator("#agreed").textContent()).contains("no increase for now");
    assertThat(page.locator(".guidance .agreed").textContent()).contains("No twisting under load");
    assertThat(page.locator("#week").inputValue()).contains("Agreed: no increase for now");
    assertThat(screen.complaints).isEmpty();
  }

  @Test
  void ofTwoWhoSaveTheSecondReadsWhoWasFirstAndKeepsWhatWasEntered() {
    Page ada = screen.of("Ada", "en-GB", 1280, 900, ColorScheme.LIGHT);
    Page ben = screen.of("Ben", "de-DE", 320, 700, ColorScheme.DARK);
    ada.navigate(plan());
    ben.navigate(plan());
    ada.locator("#plan-hrCeiling").fill("150");
    ada.locator("#care-plan button").click();
    ada.locator("#history").waitFor();
    ben.locator("#plan-hrCeiling").fill("140");
    ben.locator("#care-plan button").click();
    ben.getByText("Ada hat inzwischen Fassung 1 gespeichert").waitFor();
    assertThat(ben.locator("#plan-hrCeiling").inputValue()).isEqualTo("140");
    Screen.assertAccessible(ben);
    Screen.assertFits(ben);
    Screen.picture(ben, "care-plan-narrow-dark-german");
    screen.complaints.removeIf(text -> text.contains("409"));
    assertThat(dashboard.profiles).extracting(ProfileChange::ceilingBpm).containsExactly(150.0);
    assertThat(screen.complaints).isEmpty();
  }

  @Test
  void zonesOfTheHeartRateAreDrawnAndToldWhereTheyAreKnown() {
    Page page = screen.of("Ada", "de-DE", 1280, 900, ColorScheme.LIGHT);
    page.navigate(dashboard.origin() + "/patients/p1");
    page.locator("path.heart-rate").waitFor();
    assertThat(page.locator("line.zone").count()).isGreaterThan(0);
    String told = page.locator("#zones").textContent();
    assertThat(told).startsWith("Bereiche bei Ruhe 65 und Maximum 168 je Minute: ");
    assertThat(page.locator("#heart-rate svg").getAttribute("aria-label")).contains(told);
    assertThat(screen.complaints).isEmpty();
  }

  @Test
  void whatIsWrongIsMarkedWhereItIs() {
    Page page = screen.of("Ada", "en-GB", 1280, 900, ColorScheme.DARK);
    page.navigate(plan());
    page.locator("#plan-zone").fill("Mars/Olympus");
    page.locator("#plan-hrRest").fill("60");
    page.locator("#plan-hrMax").fill("300");
    page.locator("#care-plan button").click();
    page.getByText("Please check: Time zone, Maximal heart rate.").waitFor();
    assertThat(page.locator("[aria-invalid=true]").count()).isEqualTo(2);
    assertThat(page.evaluate("document.activeElement.id")).isEqualTo("plan-zone");
    Screen.assertAccessible(page);
    Screen.picture(page, "care-plan-dark");
    screen.complaints.removeIf(text -> text.contains("400"));
    assertThat(screen.complaints).isEmpty();
  }
}
