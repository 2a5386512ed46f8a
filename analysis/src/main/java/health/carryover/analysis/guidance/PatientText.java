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
  HOLD_AGREED(
      "You and your physiotherapist agreed on this amount. Stay within it for now, on your usual"
          + " days."),
  REDUCE_TO_AGREED(
      "This session was more than you and your physiotherapist agreed on for now. Keep your days and"
          + " stay within the agreed amount next time."),
  REDUCE_INTENSITY(
      "The shorter session was followed by a flare-up too. Keep your days and the shorter time, and"
          + " take the next sessions at an easier effort."),
  REDUCE_PAIN_DURING(
      "Pain during or right after this session was higher than fits for now. Keep your days and do a"
          + " little less next time."),
  REDUCE_NOT_SETTLED(
      "Pain had not quite settled a day later. Keep your days and do a little less next time."),
  HOLD_NOT_SETTLED(
      "Pain had not quite settled by the next morning. Stay at this amount or a little below until"
          + " your mornings are calm again."),
  HOLD_SORENESS(
      "This fits with muscle soreness, which usually passes within a few days. Take a day off and"
          + " then repeat the same amount."),
  RETURN_AFTER_BREAK(
      "Good to have you back. After a break your body may need a little time: repeat this amount at"
          + " your usual days, and add small steps once two sessions were followed by calm days."),
  REVIEW_FLARES(
      "Several flare-ups came one after the other. That is useful information. Please let your"
          + " physiotherapist look at it with you before you change the amount; gentle everyday"
          + " movement that feels fine is still good for you."),
  REVIEW_UNSETTLED(
      "This flare-up is taking longer than usual to settle. Please let your physiotherapist look at"
          + " it with you; gentle everyday movement that feels fine is still good for you."),
  REVIEW_SEVERE(
      "Your pain has been very strong. Please contact your physiotherapist or doctor today before"
          + " the next session."),
  ASK_PAIN("How is your pain now, from 0 for none to 10 for the worst you can imagine?"),
  NEAR_TODAYS_AMOUNT(
      "You are near the amount that probably fits today. Bring this session to an easy end."),
  SAFETY_MALAISE(
      "You told us that you feel much worse for a long time after small efforts. Please do not"
          + " increase your activity now. Your physiotherapist or doctor should look at this with"
          + " you before you go on."),
  SAFETY_EMERGENCY(
      "You reported a sign that can be an emergency. Stop the activity and call your emergency number"
          + " now (112 or 911)."),
  SAFETY_PROMPT(
      "You reported a sign that a clinician should know about. Please contact your physiotherapist or"
          + " doctor in the next days, before your next session. If you feel seriously unwell, call"
          + " your emergency number."),
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
