package health.carryover.analysis.outcome;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Every sentence a rule gives as a reason, in one place; {@code {0}} and so on are its values. */
// The lists are copies that nobody can change.
@SuppressWarnings("ImmutableEnumChecker")
public enum ReasonSentence {
  LOAD_PASSED("Load has passed the {0} tolerated today.", Form.NUMBER),
  LOAD_WAS_ABOVE("Load {0} was above the {1} tolerated that day.", Form.NUMBER, Form.NUMBER),
  FLARE_CHANCE("Of sessions like it {0} are followed by a flare-up.", Form.CHANCE),
  ANSWERS_AWAITED("Evening and next-morning pain will confirm or retract this."),
  FLARE_REPORTED("The patient reported a flare-up afterwards."),
  PAIN_AFTERWARDS("Pain afterwards: {0} points against the baseline.", Form.SIGNED),
  LOAD_TOLERATED("There was no flare-up by the next morning; the load was tolerated."),
  CLOSED_WITHOUT_ANSWER("Closed without an answer from the next morning."),
  LOAD_NEAR("Load is near the {0} tolerated today.", Form.NUMBER),
  CALLED_FLARE("The patient calls it a flare-up."),
  FLARE_AFTER("Flare-up after the session: pain {0} points against the baseline.", Form.SIGNED),
  FLARES_IN_ROW("It is flare-up {0} in a row.", Form.NUMBER),
  OTHER_SESSION_EXPLAINS(
      "An earlier or later session of those three days explains it more: {0}, {1}.",
      Form.NAME, Form.UNSURE_CHANCE),
  PAIN_NOT_SETTLED(
      "Pain had not settled in the time the rule of the condition allows, or mornings are getting"
          + " worse from week to week."),
  PAIN_ABOVE_ZONE("Pain during or right after the session is above the acceptable zone."),
  PAIN_ABOVE_ZONE_BY(
      "Pain {0} during or right after the session is above the acceptable zone.", Form.NUMBER),
  RECOVERY_FITS_BEST("The flare-up fits best with incomplete recovery before the session."),
  ABOVE_CEILING("Heart rate stayed above the ceiling of {0} for 30 seconds or more.", Form.NUMBER),
  TOO_LITTLE_HEART_RATE("Too little heart rate to know the load of the session."),
  LOAD_UNKNOWN("The load of the session is not known: what it is counted with is missing."),
  NO_ANSWER("No answer from the evening or the next morning."),
  RELIEF_NOT_LASTING(
      "Relief during sessions has not lasted in most of the latest complete sessions."),
  SAFETY_YES("Safety questions answered with yes: {0}.", Form.RED_FLAGS),
  SAFETY_URGENCY("Urgency: {0}.", Form.URGENCY),
  SEVERE_AT_REST("Very strong pain outside of exercise: 9 or more."),
  STRONG_THREE_DAYS("Strong pain on three days in a row: 8 or more."),
  FLARE_NOT_SETTLED("The flare-up has not settled within seven days."),
  CONDITION_DID_NOT_HOLD("Data that came later show that the condition did not hold.");

  private final String english;
  private final List<Form> forms;

  ReasonSentence(String english, Form... forms) {
    this.english = english;
    this.forms = List.of(forms);
  }

  /** How a value is told. */
  public enum Form {
    /** A {@link Double}, at most one digit behind the point. */
    NUMBER,
    /** A {@link Double} with its sign. */
    SIGNED,
    /** A probability, a {@link Double}. */
    CHANCE,
    /** A probability that is not known well, a {@link Double}. */
    UNSURE_CHANCE,
    /** An id. */
    NAME,
    /** Codes of safety questions, separated by a comma and a blank. */
    RED_FLAGS,
    /** The code of an urgency. */
    URGENCY
  }

  /** The name in messages. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How each of its values is told, in their order. */
  public List<Form> forms() {
    return forms;
  }

  /** The English sentence with its places. */
  public String english() {
    return english;
  }

  /** The sentence of that name, or empty. */
  public static Optional<ReasonSentence> ofCode(String code) {
    return Arrays.stream(values()).filter(one -> one.code().equals(code)).findFirst();
  }

  String english(List<Object> values) {
    String told = english;
    for (int i = 0; i < values.size(); i++) {
      told = told.replace("{" + i + "}", ReasonValue.english(forms.get(i), values.get(i)));
    }
    return told;
  }
}
