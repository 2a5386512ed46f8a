package health.carryover.analysis.safety;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The codes of safety questions and how soon a person must look at each. Groups after the absolute
 * indications to end an exercise test (ACSM), the warning signs of cauda equina, thrombosis,
 * embolism and infection, and the red flags of serious spinal disease (Finucane et al. 2020, J
 * Orthop Sports Phys Ther 50:350): they ask for a clinician and diagnose nothing. How long a code
 * holds back advice is a product choice.
 *
 * <p>A code nobody knows is treated as one that needs a clinician the same day.
 */
public final class SafetyCodes {
  /**
   * Symptoms out of proportion hours to days after minor effort: no fixed increases (NICE NG206).
   */
  public static final String POST_EXERTIONAL_MALAISE = "post-exertional-malaise";

  private static final Duration STANDS = Duration.ofDays(7);
  private static final Duration MALAISE_STANDS = Duration.ofDays(42);

  private static final Map<String, Urgency> TABLE = table();

  private SafetyCodes() {}

  /** Every code that has an urgency of its own. */
  public static Set<String> known() {
    return TABLE.keySet();
  }

  /** How soon a code asks for a person. */
  public static Urgency urgencyOf(String code) {
    return TABLE.getOrDefault(code, Urgency.SAME_DAY);
  }

  /** The most pressing of several codes, at least one. */
  public static Urgency urgencyOf(Collection<String> codes) {
    return codes.stream()
        .map(SafetyCodes::urgencyOf)
        .reduce(Urgency.PROMPT, Urgency::orMorePressing);
  }

  /** How long an answer with these codes holds back advice. */
  public static Duration holdsBack(Collection<String> codes) {
    return codes.contains(POST_EXERTIONAL_MALAISE) ? MALAISE_STANDS : STANDS;
  }

  private static Map<String, Urgency> table() {
    Map<String, Urgency> table = new HashMap<>();
    for (String code :
        List.of(
            "chest-pain",
            "chest-pressure",
            "arm-pain",
            "jaw-pain",
            "arm-or-jaw-pain",
            "fainting",
            "syncope",
            "breathlessness",
            "severe-breathlessness",
            "confusion",
            "ataxia",
            "vision-trouble",
            "speech-trouble",
            "cold-clammy-skin",
            "pale-or-blue-skin",
            "palpitations-with-dizziness",
            "cauda-equina",
            "bladder-or-bowel-disturbance",
            "bladder-bowel",
            "saddle-numbness",
            "both-leg-weakness",
            "bilateral-leg-weakness",
            "sexual-dysfunction",
            "coughing-blood")) {
      table.put(code, Urgency.EMERGENCY);
    }
    for (String code :
        List.of(
            "calf-swelling",
            "leg-swelling",
            "thigh-swelling",
            "fever",
            "wound-redness",
            "wound-discharge",
            "pus",
            "cold-or-pale-leg",
            "unable-to-walk",
            "hip-shortened-or-rotated",
            "limb-weakness",
            "foot-drop",
            "spreading-numbness",
            "hot-swollen-joint",
            "fall-with-bone-pain",
            "trauma",
            "tendon-pop")) {
      table.put(code, Urgency.SAME_DAY);
    }
    for (String code :
        List.of(
            "constant-night-pain",
            "night-pain",
            "weight-loss",
            "unexplained-weight-loss",
            "cancer-history",
            "immunosuppression",
            "iv-drug-use",
            "prolonged-steroids",
            "thoracic-pain",
            "first-onset-age",
            "systemically-unwell",
            "pregnancy",
            "new-medication",
            POST_EXERTIONAL_MALAISE)) {
      table.put(code, Urgency.PROMPT);
    }
    return Map.copyOf(table);
  }
}
