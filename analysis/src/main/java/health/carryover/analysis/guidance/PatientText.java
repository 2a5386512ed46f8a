package health.carryover.analysis.guidance;

/**
 * Every sentence a patient reads, in one place and ready for translation: the constant is the key.
 *
 * <p>The wording speaks of sensitivity and capacity, never of damage; a flare-up is information; no
 * blame, no danger, no promise, one suggestion at a time (after Stewart and Loftus 2018, J Orthop
 * Sports Phys Ther 48:519). Safety text stands apart and is plain.
 */
public enum PatientText {
  REDUCE_AFTER_RELIEF(
      "Movement still helped during the session. The total amount was probably a bit more than your"
          + " body was ready for yet. Keep your days and make the next sessions shorter."),
  REDUCE_WITHOUT_RELIEF(
      "The flare-up after this session fits with a bit more than your body was ready for yet."
          + " Flare-ups commonly settle within hours to days. Keep your days and make the next"
          + " sessions shorter."),
  KEEP_GENTLE(
      "Your flare-ups do not seem to follow the size of the session. Keep moving at an easy, safe"
          + " amount; your physiotherapist will look at what else may play a part."),
  HOLD_RELIEF_FADED(
      "Movement helped during the session, and nothing got worse. Stay at this amount for now until"
          + " the relief lasts into the next morning."),
  HOLD_STEADY("That went well. Stay at this amount once more before adding anything."),
  PROGRESS(
      "The last sessions were followed by calm days. A small step more fits: the same days, slightly"
          + " longer."),
  ANSWER_FIRST(
      "Please tell how your pain is this evening and next morning. Until then stay at the usual"
          + " amount."),
  SAFETY(
      "You reported a sign that needs a person to look at it. Please follow the safety advice you"
          + " were given and contact your physiotherapist or doctor today. If you feel seriously"
          + " unwell, call your emergency number.");

  private final String english;

  PatientText(String english) {
    this.english = english;
  }

  /** The English text. */
  public String english() {
    return english;
  }
}
