package health.carryover.dashboard.view;

import health.carryover.dashboard.triage.AlertFacts;

/** Buttons that act on an alert; a script sends what they say, with the version that was seen. */
final class Acts {
  private Acts() {}

  static void button(
      Html out, String label, String about, AlertFacts facts, String act, String style) {
    String alert = facts.alert().alert();
    out.open(
            "button",
            "type",
            "button",
            "class",
            style,
            "data-act",
            act,
            "data-alert",
            alert,
            "data-version",
            String.valueOf(facts.handling().version()),
            "data-key",
            act + " " + alert)
        .text(label)
        .element("span", ": " + about, "class", "visually-hidden")
        .close("button");
  }
}
