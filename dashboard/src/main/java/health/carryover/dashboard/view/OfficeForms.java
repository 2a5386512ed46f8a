package health.carryover.dashboard.view;

/**
 * Fields and buttons that the pages of those who run a clinic share, and the sign-in page with
 * them. A script sends what is typed; until it runs the buttons are off, so that nothing is sent
 * another way.
 */
final class OfficeForms {
  private OfficeForms() {}

  /** A line of text that must be given. */
  static void text(Html out, String name, String label) {
    out.open("div")
        .element("label", label, "for", name)
        .open(
            "input",
            "id",
            name,
            "name",
            name,
            "maxlength",
            "100",
            "autocomplete",
            "off",
            "required",
            "")
        .close("div");
  }

  /** What sends a form. */
  static void submit(Html out, String label) {
    out.element("button", label, "type", "submit", "disabled", "");
  }

  /** What sends a form that stands in a row of a table. */
  static void act(Html out, String label) {
    out.element("button", label, "class", "small secondary outline", "disabled", "");
  }
}
