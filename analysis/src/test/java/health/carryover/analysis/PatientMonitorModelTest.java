package health.carryover.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import health.carryover.analysis.WhatIf.ChangedAssessment;
import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ProfileChange.FemaleConstant;
import health.carryover.analysis.event.ProfileChange.HeartRateReliability;
import health.carryover.analysis.event.ProfileChange.Sex;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.RecoveryReport;
import health.carryover.analysis.event.SafetyReport;
import health.carryover.analysis.event.SessionPlan;
import health.carryover.analysis.event.SessionSummary;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.AlertChange.Kind;
import health.carryover.analysis.outcome.AlertChange.Severity;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.Background.LoadContext;
import health.carryover.analysis.outcome.Background.Share;
import health.carryover.analysis.outcome.Background.Signals;
import health.carryover.analysis.outcome.NumberedOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the monitor says beside the five questions, in stories. */
class PatientMonitorModelTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");

  private final List<NumberedOutcome> said = new ArrayList<>();
  private PatientMonitor monitor = PatientMonitor.start("p1", MonitorSettings.DEFAULTS);

  @Test
  void driftAndCostAreReadAgainstTheSessionsOfTheTemplate() {
    PatientEvents events = new PatientEvents().profile(day(-1));
    for (int i = 0; i < 8; i++) {
      walk(events, "s" + i, day(2 * i), 40, 120, i < 6 ? 0.05 : 0.9);
    }
    feed(events);
    Signals first = last("s0").background().signals();
    assertThat(first.drift().value()).isNotNull();
    assertThat(first.drift().z()).isNull();
    assertThat(first.drift().lack()).isEqualTo("too-few-earlier-values");
    Signals newest = last("s7").background().signals();
    assertThat(newest.drift().z()).isGreaterThan(2);
    assertThat(newest.cost().z()).isGreaterThan(2);
    assertThat(newest.fatigue()).isEqualTo("present");
    assertThat(newest.recovery().value()).isCloseTo(20, within(8.0));
  }

  @Test
  void withoutATemplateThereIsNothingToCompareWith() {
    PatientEvents events = new PatientEvents().profile(day(-1)).session("s1", day(0), 40, 120);
    feed(events);
    Signals signals = last("s1").background().signals();
    assertThat(signals.cost().value()).isEqualTo(120);
    assertThat(signals.cost().lack()).isEqualTo("no-template");
    assertThat(signals.fatigue()).isEqualTo("unknown");
  }

  @Test
  void aRaisedRestingHeartRateIsSeen() {
    PatientEvents events = new PatientEvents().profile(day(-30));
    int[] usual = {62, 61, 60, 63, 61, 62, 61, 60, 62, 61, 63, 62, 61, 60};
    for (int i = 0; i < usual.length; i++) {
      events.tell(resting(day(i - 15), usual[i]));
    }
    events.tell(resting(day(-1), 67)).tell(resting(day(0).minusSeconds(3600), 68));
    events.session("s1", day(0), 30, 120);
    feed(events);
    Signals signals = last("s1").background().signals();
    assertThat(signals.resting().value()).isEqualTo(68);
    assertThat(signals.resting().z()).isGreaterThan(2);
    assertThat(signals.restingRaised()).isTrue();
  }

  @Test
  void volumeIsCutFirstThenIntensityThenAClinicianLooks() {
    PatientEvents events = new PatientEvents().profile(day(-1));
    int[] minutes = {40, 30, 20};
    for (int i = 0; i < 3; i++) {
      Instant start = day(3 * i);
      events.session("s" + i, start, minutes[i], 130).pains(start, minutes[i], 4, 3, 3, 6.0, 7.0);
    }
    feed(events);
    assertThat(last("s0").guidance().action()).isEqualTo("reduce-volume");
    assertThat(last("s1").guidance().action()).isEqualTo("reduce-intensity");
    assertThat(last("s1").guidance().frequency()).isEqualTo("keep");
    assertThat(last("s2").guidance().action()).isEqualTo("clinician-review");
    assertThat(last("s2").guidance().urgency()).isEqualTo("prompt");
    assertThat(alerts(Kind.FLARE, "s2").get(0).severity()).isEqualTo(Severity.URGENT);
  }

  @Test
  void moreComesOnlyAfterTwoCompleteCalmSessionsAndNotRightAfterABreak() {
    PatientEvents events = new PatientEvents().profile(day(-1));
    for (int day : new int[] {0, 2, 30}) {
      events.session("s" + day, day(day), 30, 120).pains(day(day), 30, 3, 2, 2, 2.0, 2.0);
    }
    feed(events);
    assertThat(last("s0").guidance().action()).isEqualTo("hold");
    assertThat(last("s2").guidance().action()).isEqualTo("progress");
    assertThat(last("s2").guidance().volumeChange()).isBetween(0.05, 0.10);
    assertThat(last("s30").guidance().action()).isEqualTo("hold");
    assertThat(last("s30").guidance().text()).contains("After a break");
  }

  @Test
  void safetyAnswersEndAllAdviceByTheirUrgency() {
    PatientEvents events = new PatientEvents().profile(day(-1));
    events.session("s1", day(0), 30, 120).pains(day(0), 30, 3, 2, 2, 2.0, 2.0);
    feed(events);
    tell(new PatientEvents().tell(new SafetyReport(day(1), List.of("post-exertional-malaise"))));
    assertThat(last("s1").guidance().action()).isEqualTo("clinician-review");
    assertThat(last("s1").guidance().urgency()).isEqualTo("prompt");
    tell(new PatientEvents().tell(new SafetyReport(day(1).plusSeconds(9), List.of("chest-pain"))));
    assertThat(last("s1").guidance().urgency()).isEqualTo("emergency");
    assertThat(last("s1").guidance().nextLoadMax()).isNull();
    tell(new PatientEvents().tell(new SafetyReport(day(1).plusSeconds(19), List.of("odd-code"))));
    assertThat(openOf(Kind.RED_FLAG)).hasSize(3);
    assertThat(openOf(Kind.RED_FLAG))
        .filteredOn(alert -> alert.reason().english().contains("odd-code"))
        .allMatch(alert -> alert.severity() == Severity.URGENT);
  }

  @Test
  void veryStrongPainAtRestGoesToAClinician() {
    PatientEvents events = new PatientEvents().profile(day(-1));
    events.session("s1", day(0), 30, 120).pains(day(0), 30, 5, 4, 4, 6.0, null);
    events.tell(
        new PainReport(
            day(0).plus(Duration.ofHours(20)),
            9,
            PainSlot.NEXT_MORNING,
            null,
            null,
            null,
            null,
            true));
    feed(events);
    assertThat(last("s1").guidance().action()).isEqualTo("clinician-review");
    assertThat(openOf(Kind.PAIN_ZONE))
        .anyMatch(alert -> alert.severity() == Severity.URGENT && alert.session() == null);
    said.addAll(monitor.advanceTo(day(12)));
    assertThat(openOf(Kind.PAIN_ZONE)).isEmpty();
  }

  @Test
  void aFlareThatDoesNotSettleWithinAWeekIsRaisedAndEnds() {
    PatientEvents events = new PatientEvents().profile(day(-1));
    events.session("s1", day(0), 30, 120).pains(day(0), 30, 3, 2, 2, 6.0, 7.0);
    for (int d = 2; d < 9; d++) {
      events.pain(day(d).plusSeconds(3600), 6, PainSlot.OTHER, null);
    }
    events.pain(day(10), 3, PainSlot.OTHER, null);
    feed(events);
    List<AlertChange> lasting =
        alerts(Kind.FLARE, "s1").stream()
            .filter(alert -> alert.reason().english().contains("seven days"))
            .toList();
    assertThat(lasting.get(0).severity()).isEqualTo(Severity.URGENT);
    assertThat(lasting.get(lasting.size() - 1).change().leavesOpen()).isFalse();
  }

  @Test
  void theConditionDecidesThePainRule() {
    assertThat(monitoringOf(Condition.TENDINOPATHY, 4))
        .isEqualTo("pain-monitoring-model acceptable");
    assertThat(monitoringOf(Condition.OSTEOARTHRITIS, 4)).isEqualTo("24-hour-rule amber");
    assertThat(monitoringOf(Condition.POST_SURGICAL, 4))
        .isEqualTo("pain-monitoring-model high_risk");
    assertThat(openOf(Kind.PAIN_ZONE)).isNotEmpty();
    assertThat(monitoringOf(Condition.OTHER, 2)).isEqualTo("pain-monitoring-model safe");
  }

  @Test
  void theContextCountsLocalDaysAndWarmsUp() {
    PatientEvents events = new PatientEvents().profile(day(-1));
    for (int d = 0; d < 42; d++) {
      if (d % 2 == 0) {
        events.session("s" + d, day(d), d < 40 ? 30 : 60, 120);
      }
      events.pain(day(d).plus(Duration.ofHours(9)), 2, PainSlot.OTHER, null);
    }
    feed(events);
    LoadContext early = last("s4").background().context();
    assertThat(early.ewmaAcwr()).isNull();
    assertThat(early.fourWeekMedianLoad()).isNull();
    assertThat(early.hoursSinceLastSession()).isEqualTo(47.5);
    double single = last("s4").load().value();
    LoadContext late = last("s40").background().context();
    assertThat(late.sevenDayLoad()).isCloseTo(5 * single, within(1e-6));
    assertThat(late.fourWeekMedianLoad()).isCloseTo(3.5 * single, within(1e-6));
    assertThat(late.coupledAcwr()).isGreaterThan(1);
    assertThat(late.uncoupledAcwr()).isGreaterThan(late.coupledAcwr());
    assertThat(late.monotony()).isNotNull();
  }

  @Test
  void anAgeGivesAMaximumWithItsUncertaintyAndAMorningAnswerARest() {
    PatientEvents events = new PatientEvents();
    events.tell(profile(Sex.FEMALE, 1969, null, null, null));
    events.tell(resting(day(-2), 64)).tell(resting(day(-1), 66)).tell(resting(day(-3), 65));
    events.session("s1", day(0), 30, 105);
    feed(events);
    Assessment.Load load = last("s1").load();
    assertThat(load.restSource()).isEqualTo("told-14-days");
    assertThat(load.maxSource()).isEqualTo("age-formula");
    // Rest 65, maximum 168.1 at 57 years: 19.134 by Banister 1991 with 0.86.
    assertThat(load.value()).isCloseTo(19.134, within(1e-3));
    assertThat(load.low()).isLessThan(load.value());
    assertThat(load.high()).isGreaterThan(load.value());
    tell(new PatientEvents().tell(profile(Sex.FEMALE, 1969, 65.0, 168.1, FemaleConstant.FORK_064)));
    assertThat(last("s1").load().formula()).isEqualTo("banister-1991-f0.64");
    assertThat(last("s1").load().value()).isCloseTo(19.134 * 0.64 / 0.86, within(1e-3));
    assertThat(last("s1").load().low()).isNull();
  }

  @Test
  void aWearableGivesRestFromWholeDaysAndAMaximumHeldForTenSeconds() {
    PatientEvents events = new PatientEvents();
    events.tell(profile(Sex.MALE, 1970, null, null, null));
    events.worn(day(-3), 5, 62).worn(day(-2), 5, 58);
    events.session("two-days", day(-1), 30, 120);
    feed(events);
    assertThat(last("two-days").load().restSource()).as("two days are too few").isNull();
    assertThat(last("two-days").load().value()).isNull();
    events = new PatientEvents();
    // Worn for exercise alone says nothing of rest; a peak above the formula says something.
    events.worn(day(-1).plus(Duration.ofHours(4)), 5, 60);
    events.session("hard", day(0), 20, 180);
    events.session("easy", day(2), 30, 120);
    feed(events);
    Assessment.Load hard = last("hard").load();
    assertThat(hard.restSource()).isEqualTo("lowest-5-minutes");
    assertThat(hard.maxSource()).as("its own peak is not known before it").isEqualTo("age-formula");
    Assessment.Load easy = last("easy").load();
    assertThat(easy.restSource()).isEqualTo("lowest-5-minutes");
    assertThat(easy.maxSource()).isEqualTo("wearable");
    // Rest 58, maximum 180: reserve (120 - 58) / 122, 30 minutes, Banister 1991 for a man.
    double reserve = 62.0 / 122;
    assertThat(easy.value())
        .isCloseTo(30 * reserve * 0.64 * Math.exp(1.92 * reserve), within(1e-6));
  }

  @Test
  void aPeakNobodyOfThatAgeHasIsAnArtefact() {
    PatientEvents events = new PatientEvents();
    events.tell(profile(Sex.MALE, 1960, 60.0, null, null));
    events.session("artefact", day(0), 20, 215);
    events.session("after", day(2), 30, 110);
    feed(events);
    assertThat(last("after").load().maxSource()).isEqualTo("age-formula");
  }

  @Test
  void aChangeOfReferenceMakesNoFalseStep() {
    PatientMonitor always = PatientMonitor.start("p1", MonitorSettings.DEFAULTS);
    PatientEvents events = new PatientEvents();
    for (int i = 0; i < 8; i++) {
      events.session("s" + i, day(2 * i), 30, 125).pains(day(2 * i), 30, 4, 3, 2, 3.0, 3.0);
    }
    List<ReceivedEvent> changing = new ArrayList<>(events.told);
    changing.addAll(
        new PatientEvents().tell(profileAt(day(-1), 180.0)).tell(profileAt(day(13), 190.0)).told);
    List<ReceivedEvent> steady = new ArrayList<>(events.told);
    steady.addAll(new PatientEvents().tell(profileAt(day(-1), 190.0)).told);
    List<NumberedOutcome> steadySaid = new ArrayList<>();
    sorted(steady).forEach(event -> steadySaid.addAll(always.accept(event)));
    sorted(changing).forEach(event -> said.addAll(monitor.accept(event)));
    Assessment changed = last("s7");
    Assessment expected = lastIn(steadySaid, "s7");
    assertThat(changed.load()).isEqualTo(expected.load());
    assertThat(changed.tolerance()).isEqualTo(expected.tolerance());
    assertThat(last("s6").load().value()).isNotEqualTo(lastIn(steadySaid, "s6").load().value());
  }

  @Test
  void aFlareIsAttributedToTheSessionThatExplainsItBest() {
    PatientEvents events = new PatientEvents().profile(day(-1));
    for (int i = 0; i < 6; i++) {
      events.session("s" + i, day(2 * i), 30, 125).pains(day(2 * i), 30, 4, 3, 2, 3.0, 3.0);
    }
    events.session("big", day(14), 100, 150);
    Instant small = day(14).plus(Duration.ofHours(20));
    events.session("small", small, 5, 100);
    events.pain(small.minusSeconds(60), 4, PainSlot.BEFORE, "small");
    events.pain(small.plusSeconds(150), 4, PainSlot.DURING, "small");
    events.pain(small.plus(Duration.ofHours(6)), 7, PainSlot.EVENING, "small");
    feed(events);
    List<Share> shares = last("small").background().attribution();
    assertThat(shares).hasSize(2);
    assertThat(shares.get(0).session()).isEqualTo("big");
    assertThat(shares.get(0).share()).isGreaterThan(0.5);
    assertThat(shares.stream().mapToDouble(Share::share).sum()).isCloseTo(1, within(1e-9));
    assertThat(alerts(Kind.FLARE, "small").get(0).reason().english())
        .contains("explains it more: big");
  }

  @Test
  void sparseSessionsSayWhatIsMissing() {
    // No profile at all.
    feed(new PatientEvents().session("bare", day(0), 30, 120));
    assertThat(last("bare").load().value()).isNull();
    assertThat(last("bare").load().restSource()).isNull();
    assertThat(last("bare").completeness()).isLessThan(0.6);
    assertThat(alerts(Kind.DATA_MISSING, "bare")).as("while it is still being told").isEmpty();
    said.addAll(monitor.advanceTo(day(0).plus(Duration.ofHours(2))));
    assertThat(alerts(Kind.DATA_MISSING, "bare")).isNotEmpty();
    // Unreliable heart rate counts by effort, from a summary alone.
    feed(
        new PatientEvents()
            .tell(
                new ProfileChange(
                    day(1),
                    null,
                    null,
                    null,
                    60.0,
                    190.0,
                    HeartRateReliability.UNRELIABLE,
                    null,
                    null,
                    null,
                    null))
            .tell(
                new SessionSummary(
                    "told", day(2), day(2).plusSeconds(2400), 1800.0, SessionPlan.UNKNOWN, 7.0)));
    assertThat(last("told").load().value()).isEqualTo(210);
    assertThat(last("told").load().currency()).isEqualTo(LoadCurrency.SESSION_RPE);
    // An end without a start and without readings has no duration, so it has no load.
    feed(new PatientEvents().ended("end", day(4), 6.0));
    assertThat(last("end").load().value()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Berlin", "Pacific/Auckland"})
  void morningsFollowThePatientsClock(String zoneId) {
    ZoneId zone = ZoneId.of(zoneId);
    // In Berlin the clock goes forward in the night after this session.
    Instant start = LocalDateTime.parse("2026-03-28T16:00").atZone(zone).toInstant();
    Instant morning = LocalDateTime.parse("2026-03-29T08:00").atZone(zone).toInstant();
    PatientEvents events = new PatientEvents();
    events.tell(
        new ProfileChange(
            start.minusSeconds(9999),
            zone,
            Sex.MALE,
            1970,
            60.0,
            190.0,
            null,
            null,
            null,
            null,
            null));
    events.session("s1", start, 30, 120).pains(start, 30, 3, 2, 2, 3.0, null);
    events.pain(morning, 4, null, null);
    feed(events);
    assertThat(last("s1").pain().nextMorning()).isEqualTo(4);
    assertThat(last("s1").settled()).isFalse();
    feed(new PatientEvents().pain(start.plus(Duration.ofDays(10)), 2, PainSlot.OTHER, null));
    assertThat(last("s1").settled()).isTrue();
  }

  @Test
  void sorenessFollowsTheRulesOfDelaware() {
    Instant start = day(0);
    assertThat(sorenessOf(start.plusSeconds(1_500), 3)).isEqualTo("during-session");
    assertThat(sorenessOf(start.plusSeconds(300), 3)).isEqualTo("during-session");
    assertThat(sorenessOf(start.plusSeconds(300), 3, start.plusSeconds(1_200), 2))
        .isEqualTo("warm-up-persists");
    assertThat(sorenessOf(start.plusSeconds(300), 3, start.plusSeconds(1_200), 0))
        .isEqualTo("warm-up-resolves");
    assertThat(sorenessOf(start.plus(Duration.ofHours(20)), 3)).isEqualTo("after-session");
    assertThat(sorenessOf(start.plus(Duration.ofHours(20)), 0)).as("none is none").isNull();
  }

  /** The soreness rule after reports of soreness: a time and a number from 0 to 10 in turn. */
  private String sorenessOf(Object... timesAndNumbers) {
    monitor = PatientMonitor.start("p1", MonitorSettings.DEFAULTS);
    said.clear();
    PatientEvents events = new PatientEvents().profile(day(-1)).session("s1", day(0), 30, 120);
    for (int i = 0; i < timesAndNumbers.length; i += 2) {
      events.tell(
          new PainReport(
              (Instant) timesAndNumbers[i],
              (Integer) timesAndNumbers[i + 1],
              null,
              "s1",
              null,
              null,
              "soreness",
              null));
    }
    feed(events);
    return last("s1").background().monitoring().soreness();
  }

  @Test
  void painOneAndTwoDaysLaterAndTheTrendOfTheWeekAreTold() {
    PatientEvents events = new PatientEvents().profile(day(-15));
    for (int d = -14; d < 0; d++) {
      // Mornings at 3 in the first week and at 5 in the second.
      events.pain(day(d).minus(Duration.ofHours(1)), d < -7 ? 3 : 5, PainSlot.OTHER, null);
    }
    events.session("s1", day(0), 30, 120);
    Instant end = day(0).plus(Duration.ofMinutes(30));
    events.pain(day(0).plusSeconds(900), 6, null, "s1");
    events.pain(end.plus(Duration.ofHours(24)), 4, PainSlot.OTHER, "s1");
    events.pain(end.plus(Duration.ofHours(48)), 2, PainSlot.OTHER, "s1");
    feed(events);
    assertThat(last("s1").pain().worstDuring()).isEqualTo(6);
    assertThat(last("s1").pain().after24Hours()).isEqualTo(4);
    assertThat(last("s1").pain().after48Hours()).isEqualTo(2);
    assertThat(last("s1").background().monitoring().weekTrend()).isEqualTo(2);
  }

  @Test
  void painInOtherPlacesOrForMoreThanTwoDaysIsAWideRebound() {
    assertThat(wideReboundAfter("low-back", Duration.ofHours(23))).isNotEqualTo("E5+");
    assertThat(wideReboundAfter("hip", Duration.ofHours(23))).isEqualTo("E5+");
    assertThat(wideReboundAfter("low-back", Duration.ofHours(50))).isEqualTo("E5+");
  }

  /** What E5 says after a rebound of 2 that is told of {@code site} until {@code last}. */
  private String wideReboundAfter(String site, Duration last) {
    monitor = PatientMonitor.start("p1", MonitorSettings.DEFAULTS);
    said.clear();
    Instant end = day(0).plus(Duration.ofMinutes(30));
    PatientEvents events = new PatientEvents().profile(day(-1)).session("s1", day(0), 30, 120);
    events.tell(
        new PainReport(day(0).minusSeconds(60), 3, PainSlot.BEFORE, "s1", "low-back", null));
    events.tell(new PainReport(end.plusSeconds(60), 2, PainSlot.AFTER, "s1", "low-back", null));
    for (Duration after = Duration.ofHours(8);
        after.compareTo(last) <= 0;
        after = after.plusHours(7)) {
      events.tell(new PainReport(end.plus(after), 5, null, null, site, null));
    }
    feed(events);
    said.addAll(monitor.advanceTo(day(6)));
    return last("s1").mechanisms().evidence().stream()
        .filter(item -> item.startsWith("E5"))
        .findFirst()
        .orElse("none");
  }

  @Test
  void otherRulesAreTriedOnTheSameEvents() {
    PatientEvents events = new PatientEvents().profile(day(-1));
    for (int i = 0; i < 8; i++) {
      events.session("s" + i, day(2 * i), 30, 125).pains(day(2 * i), 30, 4, 3, 2, 3.0, 3.0);
    }
    events.session("big", day(20), 90, 150);
    List<ReceivedEvent> all = sorted(events.told);
    WhatIf same = tried(all, Map.of());
    assertThat(same.gained()).isEmpty();
    assertThat(same.lost()).isEmpty();
    assertThat(same.changed()).isEmpty();
    WhatIf early = tried(all, Map.of(TrialSetting.NEAR_SHARE, 0.5));
    assertThat(early.gained())
        .isNotEmpty()
        .allMatch(change -> change.kind() == Kind.LOAD_APPROACHING_TOLERANCE);
    assertThat(early.lost()).isEmpty();
    WhatIf bolder =
        tried(all, Map.of(TrialSetting.ACCEPTABLE_RISK, 0.6, TrialSetting.ACCEPTABLE_DOUBT, 0.5));
    ChangedAssessment last = bolder.changed().get(bolder.changed().size() - 1);
    assertThat(last.after().tolerance().toleratedLoad())
        .isGreaterThan(last.before().tolerance().toleratedLoad());
    assertThat(last.after().tolerance().median()).isEqualTo(last.before().tolerance().median());
    // Pain of 3 during the session is above a zone that ends at 2.
    assertThat(tried(all, Map.of(TrialSetting.ACCEPTABLE_PAIN, 2.0)).gained())
        .anyMatch(change -> change.kind() == Kind.PAIN_ZONE);
    assertThatThrownBy(() -> tried(all, Map.of(TrialSetting.NEAR_SHARE, 1.1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nearShare");
  }

  private static WhatIf tried(List<ReceivedEvent> events, Map<TrialSetting, Double> values) {
    MonitorSettings other =
        MonitorSettings.DEFAULTS.with(TrialSetting.applied(RuleSettings.DEFAULTS, values));
    WhatIfReplay replay = new WhatIfReplay("p1", MonitorSettings.DEFAULTS, other);
    events.forEach(replay::take);
    return replay.compare(day(30));
  }

  private String monitoringOf(Condition condition, double worst) {
    monitor = PatientMonitor.start("p1", MonitorSettings.DEFAULTS);
    said.clear();
    PatientEvents events = new PatientEvents().profile(day(-1));
    events.tell(
        new ProfileChange(
            day(-1).plusSeconds(1),
            null,
            null,
            null,
            null,
            null,
            null,
            condition,
            null,
            null,
            null));
    events.session("s1", day(0), 30, 120).pains(day(0), 30, 2, worst, 2, 2.0, 2.0);
    feed(events);
    Assessment assessment = last("s1");
    return assessment.background().monitoring().rule()
        + " "
        + assessment.background().monitoring().zone();
  }

  private static ProfileChange profile(
      Sex sex, int birthYear, Double rest, Double max, FemaleConstant constant) {
    return new ProfileChange(
        day(-9),
        PatientEvents.BERLIN,
        sex,
        birthYear,
        rest,
        max,
        null,
        null,
        null,
        null,
        null,
        constant,
        null,
        null,
        Set.of());
  }

  private static ProfileChange profileAt(Instant at, double max) {
    return new ProfileChange(
        at, PatientEvents.BERLIN, Sex.MALE, 1970, 60.0, max, null, null, null, null, null);
  }

  private static RecoveryReport resting(Instant at, double bpm) {
    return new RecoveryReport(at, null, null, null, null, bpm);
  }

  /** Constant work at a heart rate that rises by {@code perMinute}, then standing still. */
  private static void walk(
      PatientEvents events, String id, Instant start, int minutes, double bpm, double perMinute) {
    events.started(id, start, "walk");
    for (int minute = 0; minute < minutes; minute++) {
      events.minute(start.plus(Duration.ofMinutes(minute)), bpm + perMinute * minute);
    }
    Instant end = start.plus(Duration.ofMinutes(minutes));
    events.ended(id, end, null);
    for (int minute = 0; minute < 2; minute++) {
      events.minute(
          end.plus(Duration.ofMinutes(minute)), bpm + perMinute * minutes - 10 * (minute + 1));
    }
  }

  private static Instant day(int day) {
    return MONDAY.plus(Duration.ofDays(day));
  }

  private static List<ReceivedEvent> sorted(List<ReceivedEvent> events) {
    return events.stream().sorted(Comparator.comparing(ReceivedEvent::receivedAt)).toList();
  }

  private void feed(PatientEvents events) {
    sorted(events.told).forEach(event -> said.addAll(monitor.accept(event)));
  }

  private void tell(PatientEvents events) {
    feed(events);
  }

  private Assessment last(String session) {
    return lastIn(said, session);
  }

  private static Assessment lastIn(List<NumberedOutcome> said, String session) {
    Assessment last = null;
    for (NumberedOutcome outcome : said) {
      if (outcome.outcome() instanceof Assessment assessment
          && assessment.session().equals(session)) {
        last = assessment;
      }
    }
    assertThat(last).isNotNull();
    return last;
  }

  private List<AlertChange> alerts(Kind kind, String session) {
    return said.stream()
        .map(NumberedOutcome::outcome)
        .filter(AlertChange.class::isInstance)
        .map(AlertChange.class::cast)
        .filter(change -> change.kind() == kind && session.equals(change.session()))
        .toList();
  }

  private List<AlertChange> openOf(Kind kind) {
    List<AlertChange> open = new ArrayList<>();
    for (NumberedOutcome outcome : said) {
      if (outcome.outcome() instanceof AlertChange change && change.kind() == kind) {
        open.removeIf(held -> held.alert().equals(change.alert()));
        if (change.change().leavesOpen()) {
          open.add(change);
        }
      }
    }
    return open;
  }
}
