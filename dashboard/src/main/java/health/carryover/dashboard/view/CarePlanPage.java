package health.carryover.dashboard.view;

import health.carryover.analysis.careplan.CarePlan;
import health.carryover.analysis.careplan.CarePlanField;
import health.carryover.analysis.careplan.CarePlanVersion;
import health.carryover.analysis.port.PatientDirectory.Patient;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The care plan of one patient: what holds, as a form, and how it came to be. */
final class CarePlanPage {
  private final Patient patient;
  private final List<CarePlanVersion> versions;
  private final CarePlan plan;
  private final Viewer viewer;
  private final Words words;

  /**
   * @param versions oldest first
   */
  CarePlanPage(Patient patient, List<CarePlanVersion> versions, Viewer viewer) {
    this.patient = patient;
    this.versions = versions;
    this.plan = CarePlan.at(versions, viewer.now());
    this.viewer = viewer;
    this.words = viewer.words();
  }

  String page() {
    Html main = new Html();
    main.open("nav", "aria-label", words.say("care.back"))
        .open("a", "href", "/patients/" + patient.id())
        .text("← ")
        .element("bdi", patient.displayName())
        .close("a")
        .close("nav");
    main.element("h1", words.say("care.title"));
    main.element("p", words.say("care.how"), "class", "quiet");
    form(main);
    history(main);
    return Shell.page(
        viewer,
        words.say("care.title") + " · " + patient.displayName() + " · Carryover",
        "care-plan.js",
        main);
  }

  private void form(Html out) {
    out.open(
        "form",
        "id",
        "care-plan",
        "method",
        "dialog",
        "class",
        "care-plan",
        "data-patient",
        patient.id(),
        "data-version",
        String.valueOf(versions.size()));
    if (viewer.mayChangeCarePlans()) {
      out.open("fieldset");
    } else {
      out.element("p", words.say("care.read"), "id", "care-read");
      out.open("fieldset", "disabled", "", "aria-describedby", "care-read");
    }
    out.element("legend", words.say("care.title"), "class", "visually-hidden");
    out.open("div", "class", "fields");
    for (CarePlanField field : CarePlanField.values()) {
      field(out, field);
    }
    label(out, "from", words.say("care.from"));
    out.open(
        "input",
        "type",
        "datetime-local",
        "id",
        "from",
        "name",
        "from",
        "aria-describedby",
        "from-hint");
    hint(out, "from", words.say("care.hint.from"));
    out.close("div").close("div");
    if (viewer.mayChangeCarePlans()) {
      out.element("button", words.say("care.save"), "type", "submit");
    }
    out.element("p", "", "id", "care-said", "role", "status");
    out.close("fieldset").close("form");
  }

  private void label(Html out, String id, String text) {
    out.open("div", "class", id.equals(id(CarePlanField.RESTRICTIONS)) ? "field wide" : "field")
        .element("label", text, "for", id);
  }

  private static void hint(Html out, String id, String text) {
    out.element("small", text, "id", id + "-hint", "class", "quiet");
  }

  /** Apart from the ids that every page has. */
  private static String id(CarePlanField field) {
    return "plan-" + field.code();
  }

  private void field(Html out, CarePlanField field) {
    String id = id(field);
    String value = plan.value(field).orElse("");
    label(out, id, words.say("care.field." + field.code()));
    switch (field.form()) {
      case CHOICE, FLAG -> {
        out.open("select", common(field));
        if (value.isEmpty() || field.canBeCleared()) {
          option(out, "", words.say("care.open"), value);
        }
        for (String choice : field.choices()) {
          option(out, choice, choice(field, choice), value);
        }
        out.close("select");
      }
      case LINES ->
          out.open("textarea", with(common(field), "rows", "4", "maxlength", "1000"))
              .text(value)
              .close("textarea");
      case NUMBER, WHOLE ->
          out.open(
              "input",
              with(
                  common(field),
                  "type",
                  "number",
                  "step",
                  field.form() == CarePlanField.Form.WHOLE ? "1" : "any",
                  "inputmode",
                  "decimal",
                  "value",
                  value));
      case TIME -> out.open("input", with(common(field), "type", "time", "value", value));
      case TEXT -> out.open("input", with(common(field), "type", "text", "value", value));
    }
    hint(out, id, words.say("care.hint." + field.code()));
    out.close("div");
  }

  private static String[] common(CarePlanField field) {
    return new String[] {
      "id",
      id(field),
      "name",
      field.code(),
      "data-form",
      field.form().name().toLowerCase(Locale.ROOT),
      "aria-describedby",
      id(field) + "-hint"
    };
  }

  private static String[] with(String[] attributes, String... more) {
    String[] all = Arrays.copyOf(attributes, attributes.length + more.length);
    System.arraycopy(more, 0, all, attributes.length, more.length);
    return all;
  }

  private static void option(Html out, String value, String text, String chosen) {
    if (value.equals(chosen)) {
      out.element("option", text, "value", value, "selected", "");
    } else {
      out.element("option", text, "value", value);
    }
  }

  private String choice(CarePlanField field, String choice) {
    return field == CarePlanField.CURRENCY
        ? words.say("currency." + choice)
        : words.say("care.choice." + choice);
  }

  private String value(CarePlanField field, String value) {
    return switch (field.form()) {
      case CHOICE, FLAG -> choice(field, value);
      case NUMBER -> viewer.number(Double.valueOf(value));
      case WHOLE, TIME, TEXT, LINES -> value;
    };
  }

  private void history(Html out) {
    out.open("section", "aria-labelledby", "history-title")
        .element("h2", words.say("care.history"), "id", "history-title");
    if (versions.isEmpty()) {
      out.element("p", words.say("care.none"), "class", "empty").close("section");
      return;
    }
    out.open(
        "div",
        "class",
        "scroll",
        "tabindex",
        "0",
        "role",
        "region",
        "aria-labelledby",
        "history-title");
    out.open("table", "id", "history", "class", "compact stacking").open("thead").open("tr");
    for (String column : List.of("version", "person", "saved", "from", "changes")) {
      out.element("th", words.say("care.column." + column), "scope", "col");
    }
    out.close("tr").close("thead").open("tbody");
    for (int i = versions.size() - 1; i >= 0; i--) {
      version(out, versions.get(i), versions.subList(0, i));
    }
    out.close("tbody").close("table").close("div").close("section");
  }

  private void version(Html out, CarePlanVersion version, List<CarePlanVersion> earlier) {
    CarePlan before = CarePlan.at(earlier, version.appliesFrom());
    out.open("tr")
        .element("th", String.valueOf(version.number()), "scope", "row")
        .open("td", "data-label", words.say("care.column.person"))
        .element("bdi", version.person())
        .close("td")
        .open("td", "data-label", words.say("care.column.saved"))
        .append(viewer.time(version.savedAt(), viewer.full(version.savedAt())))
        .close("td")
        .open("td", "data-label", words.say("care.column.from"))
        .append(viewer.time(version.appliesFrom(), viewer.full(version.appliesFrom())))
        .close("td")
        .open("td", "data-label", words.say("care.column.changes"))
        .open("ul", "class", "plain");
    for (Map.Entry<CarePlanField, String> each : version.changes().entrySet()) {
      CarePlanField field = each.getKey();
      String was = before.value(field).map(v -> value(field, v)).orElse(words.say("care.open"));
      String is =
          each.getValue().equals(CarePlanVersion.TAKEN_BACK)
              ? words.say("care.open")
              : value(field, each.getValue());
      out.open("li")
          .element("strong", words.say("care.field." + field.code()))
          .text(": ")
          .element("del", was)
          .text(" → ")
          .element("ins", is)
          .close("li");
    }
    if (version.changes().isEmpty()) {
      out.element("li", words.say("care.no-change"));
    }
    out.close("ul").close("td").close("tr");
  }
}
