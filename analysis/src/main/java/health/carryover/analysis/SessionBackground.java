package health.carryover.analysis;

import health.carryover.analysis.TrackedSession.View;
import health.carryover.analysis.course.CoursePoint;
import health.carryover.analysis.diary.MorningTrend;
import health.carryover.analysis.diary.RestingDays;
import health.carryover.analysis.history.TemplateSignals;
import health.carryover.analysis.outcome.Background.LoadContext;
import health.carryover.analysis.outcome.Background.Monitoring;
import health.carryover.analysis.outcome.Background.Signals;
import health.carryover.analysis.response.ConditionMonitoring;
import health.carryover.analysis.response.ConditionMonitoring.Answers;
import health.carryover.analysis.response.ConditionMonitoring.Rule;
import health.carryover.analysis.response.ConditionMonitoring.Zone;
import health.carryover.analysis.response.SorenessRule;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a session shows when the patient looks back: signals, context and the zone of the pain rule.
 * Computed once for each evaluation that touches the session.
 *
 * @param template signals against the sessions of its template
 * @param resting resting heart rate around it
 * @param zone of the pain-monitoring rule
 * @param rule that rule
 * @param weekTrend of morning pain, or null
 * @param context load of the weeks, or null for a duplicate
 */
record SessionBackground(
    TemplateSignals template,
    RestingDays resting,
    Zone zone,
    Rule rule,
    @Nullable Double weekTrend,
    @Nullable LoadContext context) {

  static SessionBackground of(
      View view,
      @Nullable CoursePoint point,
      SessionHistory history,
      SessionDerivation derivation,
      PatientFacts facts,
      RuleSettings rules) {
    RestingDays resting =
        facts.recovery.resting(
            view.assembled().start(),
            view.profile().zone(),
            derivation.illDays(view.profile().zone()));
    Double trend = MorningTrend.upTo(view.diary(), history.diaries(), facts.pain);
    ConditionMonitoring monitoring = rules.monitoringOf(view.profile().condition());
    Zone zone =
        monitoring.zone(
            new Answers(
                view.answers().scores().before(),
                worstDuring(view),
                view.answers().scores().after(),
                view.answers().scores().nextMorning(),
                view.baseline(),
                view.aftermath().after24Hours(),
                trend));
    return new SessionBackground(
        TemplateSignals.of(view.measures(), history.sameTemplateBefore(view)),
        resting,
        zone,
        monitoring.rule(),
        trend,
        point == null ? null : history.context(view, point));
  }

  /** The highest told while the session ran; a report labelled so counts wherever it lies. */
  static @Nullable Double worstDuring(View view) {
    Double lowest = view.answers().scores().during();
    Double worst = view.aftermath().worstDuring();
    if (lowest == null || worst == null) {
      return lowest == null ? worst : lowest;
    }
    return (Double) Math.max(lowest, worst);
  }

  Signals signals(View view) {
    return new Signals(
        view.assembled().plan().template(),
        template.drift(),
        template.recovery(),
        TemplateSignals.measure(
            resting.bpm(),
            resting.earlier().stream().mapToDouble(Double::doubleValue).toArray(),
            resting.z(),
            null),
        resting.raised(),
        template.cost(),
        code(template.fatigue()));
  }

  Monitoring monitoring(View view) {
    SorenessRule soreness = view.aftermath().soreness();
    return new Monitoring(
        rule.code(), zone.code(), weekTrend, soreness == SorenessRule.NONE ? null : code(soreness));
  }

  private static String code(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
