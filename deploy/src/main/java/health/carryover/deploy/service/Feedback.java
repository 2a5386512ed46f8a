package health.carryover.deploy.service;

import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.guidance.PatientText;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing a patient is told on a device.
 *
 * @param session which session it is about
 * @param slots pain questions that are still open, in their order; empty where none is asked
 * @param action the code of a suggestion, or null
 * @param volumeChange what it says in numbers, or null
 * @param until when it is of no use any more
 */
record Feedback(
    Kind kind,
    String patient,
    String session,
    List<String> slots,
    @Nullable String action,
    @Nullable Double volumeChange,
    String text,
    Instant until) {
  /** What is older is the past, not news for somebody who wears a device now. */
  private static final Duration NEWS = Duration.ofMinutes(10);

  /** The answer of the next morning is taken that long after a session. */
  private static final Duration QUESTIONS = Duration.ofHours(36);

  private static final Duration SUGGESTION = Duration.ofDays(7);
  private static final Duration AMOUNT = Duration.ofMinutes(15);
  private static final Set<String> AMOUNTS =
      Set.of(
          AlertChange.Kind.LOAD_APPROACHING_TOLERANCE.code(),
          AlertChange.Kind.LOAD_EXCEEDS_TOLERANCE.code());

  /** What it is about. */
  enum Kind {
    PAIN_QUESTION("pain-question"),
    NEAR_TODAYS_AMOUNT("near-todays-amount"),
    NEXT_SESSION("next-session");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    String code() {
      return code;
    }
  }

  /** What an assessment gives reason to tell at {@code now}. */
  static List<Feedback> of(Assessment assessment, Instant now) {
    if (assessment.duplicateOf() != null || assessment.knownAt().isBefore(now.minus(NEWS))) {
      return List.of();
    }
    List<Feedback> told = new ArrayList<>();
    Instant questionsEnd = assessment.end().plus(QUESTIONS);
    if (now.isBefore(questionsEnd)) {
      told.add(
          new Feedback(
              Kind.PAIN_QUESTION,
              assessment.patient(),
              assessment.session(),
              open(assessment),
              null,
              null,
              PatientText.ASK_PAIN.english(),
              questionsEnd));
    }
    Assessment.Guidance guidance = assessment.guidance();
    Instant suggestionEnds = assessment.end().plus(SUGGESTION);
    if (guidance != null && now.isBefore(suggestionEnds)) {
      told.add(
          new Feedback(
              Kind.NEXT_SESSION,
              assessment.patient(),
              assessment.session(),
              List.of(),
              guidance.action(),
              guidance.volumeChange(),
              guidance.text(),
              suggestionEnds));
    }
    return told;
  }

  /** The end of the session whose pain is asked for. */
  Instant askedAbout() {
    return until.minus(QUESTIONS);
  }

  private static List<String> open(Assessment assessment) {
    List<String> open = new ArrayList<>();
    for (PainSlot slot : PainSlot.values()) {
      if (assessment.slots().get(slot) == Assessment.SlotState.NOT_DUE) {
        open.add(slot.code());
      }
    }
    return List.copyOf(open);
  }

  /** The subject that {@code change} is about, or empty if it is not about an amount. */
  static Optional<String> amountOf(StoredAlertChange change) {
    String session = text(change, "session");
    return session != null && AMOUNTS.contains(String.valueOf(text(change, "kind")))
        ? Optional.of(subject(Kind.NEAR_TODAYS_AMOUNT, change.patient(), session))
        : Optional.empty();
  }

  /** What a change of an alert gives reason to tell: amounts alone, while they hold. */
  static Optional<Feedback> of(StoredAlertChange change, Instant now) {
    String session = text(change, "session");
    String eventAt = text(change, "eventAt");
    boolean live = Boolean.TRUE.equals(change.document().get("provisional"));
    boolean news =
        change.change() == AlertChange.Change.RAISED
            || change.change() == AlertChange.Change.UPGRADED;
    if (amountOf(change).isEmpty() || session == null || eventAt == null || !live || !news) {
      return Optional.empty();
    }
    Instant at = Instant.parse(eventAt);
    return at.isBefore(now.minus(NEWS))
        ? Optional.empty()
        : Optional.of(
            new Feedback(
                Kind.NEAR_TODAYS_AMOUNT,
                change.patient(),
                session,
                List.of(),
                null,
                null,
                PatientText.NEAR_TODAYS_AMOUNT.english(),
                at.plus(AMOUNT)));
  }

  private static @Nullable String text(StoredAlertChange change, String name) {
    return change.document().get(name) instanceof String text ? text : null;
  }

  /** What it replaces: of one session there is one of each kind. */
  String subject() {
    return subject(kind, patient, session);
  }

  private static String subject(Kind kind, String patient, String session) {
    return kind + "/" + patient + "/" + session;
  }

  /** Whether {@code other} was told before and says nothing else; no question is none. */
  boolean saysTheSameAs(@Nullable Feedback other) {
    if (other == null) {
      return kind == Kind.PAIN_QUESTION && slots.isEmpty();
    }
    return slots.equals(other.slots) && text.equals(other.text);
  }

  /** Its kind alone: everything else is about a person. */
  @Override
  public String toString() {
    return "Feedback[" + kind + "]";
  }
}
