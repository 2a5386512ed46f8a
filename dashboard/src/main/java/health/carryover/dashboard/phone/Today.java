package health.carryover.dashboard.phone;

import health.carryover.analysis.careplan.CarePlan;
import health.carryover.analysis.careplan.Prompts;
import health.carryover.analysis.guidance.PatientText;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.port.CarePlans;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.analysis.port.OutcomeRecords.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a patient reads today: pain questions that are open, the suggestion for the next session,
 * and whether a running session is near today's amount. What is not known is null, not guessed.
 */
final class Today {
  /** The answer of the next morning is taken that long after a session. */
  private static final Duration QUESTIONS = Duration.ofHours(36);

  private static final Duration SUGGESTION = Duration.ofDays(7);
  private static final Duration AMOUNT = Duration.ofMinutes(15);
  private static final int MOST_ALERTS = 20;
  private static final Set<AlertChange.Kind> AMOUNTS =
      Set.of(AlertChange.Kind.LOAD_APPROACHING_TOLERANCE, AlertChange.Kind.LOAD_EXCEEDS_TOLERANCE);

  private final OutcomeRecords records;
  private final CarePlans plans;

  Today(OutcomeRecords records, CarePlans plans) {
    this.records = records;
    this.plans = plans;
  }

  /** The document of {@code patient}. May wait for the records. */
  Map<String, @Nullable Object> of(String patient, Instant now, Locale language) {
    List<Map<String, @Nullable Object>> sessions =
        records.assessments(patient, now.minus(SUGGESTION), now.plus(Duration.ofMinutes(1)));
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("at", now.toString());
    document.put("askPain", PatientWords.of(PatientText.ASK_PAIN, language));
    document.put("questions", questions(sessions, CarePlan.newest(plans.versions(patient)), now));
    document.put("suggestion", suggestion(sessions, language));
    document.put("amount", amount(patient, now, language));
    return document;
  }

  private static List<Map<String, Object>> questions(
      List<Map<String, @Nullable Object>> sessions, CarePlan plan, Instant now) {
    List<Map<String, Object>> questions = new ArrayList<>();
    for (Map<String, @Nullable Object> session : sessions) {
      Instant end = Instant.parse(String.valueOf(session.get("end")));
      List<String> open = open(session);
      if (!open.isEmpty()
          && session.get("duplicateOf") == null
          && now.isBefore(end.plus(QUESTIONS))) {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("session", String.valueOf(session.get("session")));
        question.put("end", end.toString());
        question.put("slots", open);
        question.put("askAt", askAt(plan, end, open));
        question.put("until", end.plus(QUESTIONS).toString());
        questions.add(question);
      }
    }
    return questions;
  }

  /** Evening and next morning have a time of their own; the rest may be asked at once. */
  private static Map<String, String> askAt(CarePlan plan, Instant end, List<String> open) {
    Map<String, String> askAt = new LinkedHashMap<>();
    Prompts.of(plan, end)
        .forEach(
            (slot, at) -> {
              if (open.contains(slot.code())) {
                askAt.put(slot.code(), at.toString());
              }
            });
    return askAt;
  }

  private static List<String> open(Map<String, @Nullable Object> session) {
    List<String> open = new ArrayList<>();
    if (session.get("slots") instanceof Map<?, ?> slots) {
      slots.forEach(
          (slot, state) -> {
            if ("not-due".equals(state)) {
              open.add(String.valueOf(slot));
            }
          });
    }
    return open;
  }

  /** Of the newest session that has one. */
  private static @Nullable Map<String, @Nullable Object> suggestion(
      List<Map<String, @Nullable Object>> sessions, Locale language) {
    for (int i = sessions.size() - 1; i >= 0; i--) {
      if (sessions.get(i).get("guidance") instanceof Map<?, ?> guidance
          && guidance.get("text") instanceof String text) {
        Map<String, @Nullable Object> suggestion = new LinkedHashMap<>();
        suggestion.put("session", String.valueOf(sessions.get(i).get("session")));
        suggestion.put("action", guidance.get("action"));
        suggestion.put("text", PatientWords.of(text, language));
        return suggestion;
      }
    }
    return null;
  }

  private @Nullable Map<String, @Nullable Object> amount(
      String patient, Instant now, Locale language) {
    return records.alerts(new AlertFilter(patient, null, Condition.OPEN), MOST_ALERTS).stream()
        .filter(alert -> AMOUNTS.contains(alert.kind()) && isLive(alert, now))
        .findFirst()
        .map(alert -> amount(alert, language))
        .orElse(null);
  }

  private static boolean isLive(AlertStanding alert, Instant now) {
    return Boolean.TRUE.equals(alert.newest().get("provisional"))
        && now.isBefore(alert.eventAt().plus(AMOUNT));
  }

  private static Map<String, @Nullable Object> amount(AlertStanding alert, Locale language) {
    Map<String, @Nullable Object> amount = new LinkedHashMap<>();
    amount.put("session", alert.newest().get("session"));
    amount.put("text", PatientWords.of(PatientText.NEAR_TODAYS_AMOUNT, language));
    amount.put("until", alert.eventAt().plus(AMOUNT).toString());
    return amount;
  }
}
