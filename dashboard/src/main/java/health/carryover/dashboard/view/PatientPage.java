package health.carryover.dashboard.view;

import health.carryover.analysis.TrialSetting;
import health.carryover.analysis.careplan.CarePlan;
import health.carryover.analysis.port.CaseLoad.Case;
import health.carryover.analysis.port.CaseLoad.Review;
import health.carryover.analysis.port.PatientDirectory.Patient;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One patient: what is kept, alerts, sessions as a table, a summary of the week. The plots are
 * added by a script.
 */
final class PatientPage {
  private static final List<String> CSV_PAIN =
      List.of("before", "during", "after", "evening", "nextMorning");

  private final Patient patient;
  private final Case kept;
  private final CarePlan plan;
  private final List<Map<String, @Nullable Object>> sessions;
  private final List<AlertPanel.Told> alerts;
  private final Viewer viewer;
  private final Words words;

  /**
   * @param sessions oldest first
   */
  PatientPage(
      Patient patient,
      Case kept,
      CarePlan plan,
      List<Map<String, @Nullable Object>> sessions,
      List<AlertPanel.Told> alerts,
      Viewer viewer) {
    this.patient = patient;
    this.kept = kept;
    this.plan = plan;
    this.sessions = sessions;
    this.alerts = alerts;
    this.viewer = viewer;
    this.words = viewer.words();
  }

  String page() {
    Html main = new Html();
    main.open("nav", "aria-label", words.say("patient.back"))
        .element("a", "← " + words.say("patient.back"), "href", "/")
        .close("nav");
    main.open("h1")
        .element("bdi", patient.displayName(), "id", "name")
        .text(" ")
        .element("small", patient.id(), "id", "id", "class", "quiet")
        .close("h1");
    kept(main);
    agreed(main);
    section(main, "alerts", words.say("patient.alerts"));
    main.open("div", "id", "alerts")
        .append(new AlertPanel(viewer).write(alerts))
        .close("div")
        .close("section");
    section(main, "sessions", words.say("patient.sessions"));
    main.open("p", "id", "running", "hidden", "").close("p");
    main.open("div", "id", "sessions").append(table()).close("div").close("section");
    main.open("section", "id", "chosen", "aria-labelledby", "chosen-title", "hidden", "")
        .element("h2", words.say("session.running"), "id", "chosen-title")
        .open("div", "id", "chosen-body")
        .close("div")
        .close("section");
    if (viewer.mayTryRules()) {
      trial(main);
    }
    section(main, "week", words.say("week.title"));
    main.element("p", words.say("week.how"), "class", "quiet")
        .open(
            "textarea", "id", "week", "readonly", "", "rows", "12", "aria-labelledby", "week-title")
        .text(WeekInWords.write(sessions, alerts, AgreedInWords.of(plan, viewer), viewer))
        .close("textarea")
        .close("section");
    return Shell.page(viewer, patient.displayName() + " · Carryover", "patient.js", main);
  }

  /** Beside the suggestion for the next session it is repeated by the script. */
  private void agreed(Html out) {
    List<String> said = AgreedInWords.of(plan, viewer);
    if (said.isEmpty()) {
      return;
    }
    out.open("div", "id", "agreed", "class", "agreed")
        .element("strong", words.say("agreed.title"))
        .open("ul");
    said.forEach(each -> out.element("li", each));
    out.close("ul").close("div");
  }

  /** Other rules tried out on this patient's past; nothing that was said in earnest changes. */
  private void trial(Html out) {
    section(out, "trial", words.say("trial.title"));
    out.element("p", words.say("trial.how"), "class", "quiet");
    out.open("form", "method", "dialog", "class", "act", "id", "trial")
        .open("label")
        .text(words.say("trial.rule") + " ")
        .open("select", "name", "rule");
    for (TrialSetting setting : TrialSetting.values()) {
      out.element(
          "option",
          words.say("trial." + setting.code())
              + " ("
              + words.say(
                  "range", viewer.number(setting.lowest()), viewer.number(setting.highest()))
              + ")",
          "value",
          setting.code());
    }
    out.close("select").close("label");
    out.open("label")
        .text(words.say("trial.value") + " ")
        .open("input", "name", "value", "type", "number", "step", "any", "required", "")
        .close("label")
        .element("button", words.say("trial.do"), "class", "small outline")
        .close("form")
        .open("div", "id", "trial-found", "role", "status")
        .close("div")
        .close("section");
  }

  private static void section(Html out, String id, String title) {
    out.open("section", "aria-labelledby", id + "-title", "class", "part-" + id)
        .element("h2", title, "id", id + "-title");
  }

  private void kept(Html out) {
    Review review = kept.lastReview();
    out.open("div", "id", "kept", "class", "kept");
    out.open("p", "class", "quiet");
    if (review == null) {
      out.text(words.say("row.never-reviewed"));
    } else {
      out.text(words.say("row.reviewed") + " ")
          .element("bdi", review.person())
          .text(", ")
          .append(viewer.time(review.at(), viewer.ago(review.at())));
    }
    out.close("p");
    if (viewer.mayKeepCases()) {
      keep(out);
    } else {
      kept.tags().forEach(tag -> out.element("span", tag, "class", "tag"));
    }
    out.element("a", words.say("care.title"), "href", "/patients/" + patient.id() + "/care-plan");
    out.element(
        "a",
        words.say("patient.csv"),
        "href",
        "/view/patients/" + patient.id() + "/sessions.csv",
        "download",
        "");
    out.close("div");
  }

  private void keep(Html out) {
    boolean mine = kept.people().contains(viewer.person());
    out.element("button", words.say("act.review"), "class", "small", "data-case", "review");
    out.element(
        "button",
        words.say(mine ? "patient.release" : "patient.take"),
        "class",
        "small outline",
        "data-case",
        mine ? "release" : "take");
    for (String tag : kept.tags()) {
      out.open(
              "button",
              "class",
              "small outline secondary tag",
              "data-case",
              "untag",
              "data-tag",
              tag)
          .text(tag + " ×")
          .element("span", words.say("patient.untag"), "class", "visually-hidden")
          .close("button");
    }
    out.open("form", "method", "dialog", "class", "act")
        .open("label")
        .text(words.say("patient.tag") + " ")
        .open("input", "name", "tag", "maxlength", "40", "required", "")
        .close("label")
        .element("button", words.say("patient.tag.do"), "class", "small outline")
        .close("form");
  }

  private Html table() {
    Html out = new Html();
    if (sessions.isEmpty()) {
      return out.element("p", words.say("session.none"), "class", "empty");
    }
    out.open(
            "div",
            "class",
            "scroll",
            "tabindex",
            "0",
            "role",
            "region",
            "aria-label",
            words.say("table.sessions"))
        .open("table", "class", "compact")
        .open("thead")
        .open("tr");
    for (String column : List.of("session", "load", "tolerated", "band", "response", "flare")) {
      out.element("th", words.say("column." + column), "scope", "col");
    }
    out.close("tr").close("thead").open("tbody");
    for (int i = sessions.size() - 1; i >= 0; i--) {
      Map<String, @Nullable Object> session = sessions.get(i);
      Instant start = OffsetDateTime.parse(String.valueOf(session.get("start"))).toInstant();
      Map<?, ?> tolerance = map(session.get("tolerance"));
      out.open("tr")
          .element("th", viewer.full(start), "scope", "row")
          .element("td", viewer.number(map(session.get("load")).get("value")))
          .element("td", viewer.number(tolerance.get("toleratedLoad")))
          .element(
              "td",
              tolerance.isEmpty()
                  ? words.say("not-known")
                  : words.say(
                      "range",
                      viewer.number(tolerance.get("low")),
                      viewer.number(tolerance.get("high"))))
          .element("td", words.code("pattern", String.valueOf(session.get("pattern"))))
          .element("td", flare(session))
          .close("tr");
    }
    return out.close("tbody").close("table").close("div");
  }

  private String flare(Map<String, @Nullable Object> session) {
    return session.get("flare") instanceof Boolean flare
        ? words.say(flare ? "yes" : "no")
        : words.say("not-known");
  }

  /** The sessions as RFC 4180 asks; what is not known is left empty. */
  String csv() {
    List<String> columns =
        new ArrayList<>(
            List.of(
                "session",
                "start",
                "end",
                "knownAt",
                "activeMinutes",
                "meanHr",
                "maxHr",
                "coverage",
                "currency",
                "formula",
                "load",
                "toleratedLoad",
                "toleranceLow",
                "toleranceHigh"));
    CSV_PAIN.forEach(slot -> columns.add("pain." + slot));
    columns.addAll(List.of("relief", "rebound", "carryOver", "flare", "pattern", "completeness"));
    StringBuilder csv = new StringBuilder(String.join(",", columns)).append("\r\n");
    for (Map<String, @Nullable Object> session : sessions) {
      Map<?, ?> load = map(session.get("load"));
      Map<?, ?> tolerance = map(session.get("tolerance"));
      List<String> row = new ArrayList<>();
      for (String column : columns.subList(0, 8)) {
        row.add(cell(session.get(column)));
      }
      row.add(cell(load.get("currency")));
      row.add(cell(load.get("formula")));
      row.add(cell(load.get("value")));
      row.add(cell(tolerance.get("toleratedLoad")));
      row.add(cell(tolerance.get("low")));
      row.add(cell(tolerance.get("high")));
      CSV_PAIN.forEach(slot -> row.add(cell(map(session.get("pain")).get(slot))));
      for (String column : columns.subList(columns.size() - 6, columns.size())) {
        row.add(cell(session.get(column)));
      }
      csv.append(String.join(",", row)).append("\r\n");
    }
    return csv.toString();
  }

  /** Text that a spreadsheet would take for a formula is marked as text. */
  private static String cell(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    String text = value.toString();
    boolean risky =
        value instanceof String && !text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0;
    return risky ? "\"'" + text.replace("\"", "\"\"") + "\"" : text;
  }

  private static Map<?, ?> map(@Nullable Object document) {
    return document instanceof Map<?, ?> map ? map : Map.of();
  }
}
