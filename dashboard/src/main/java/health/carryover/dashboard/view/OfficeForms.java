package health.carryover.dashboard.view;

/** Fields that the pages of those who run a clinic share. */
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
}
