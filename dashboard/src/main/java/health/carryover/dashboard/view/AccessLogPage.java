package health.carryover.dashboard.view;

import health.carryover.analysis.port.AccessLog.Access;
import health.carryover.analysis.port.AccessLog.Entry;
import health.carryover.analysis.port.AccessLog.Query;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who saw or changed what, for those who run the clinic. */
final class AccessLogPage {
  /** How many entries one page shows. */
  static final int ENTRIES = 100;

  /** The word behind the method and what the API is reached under. */
  private static final Pattern CALL =
      Pattern.compile("([A-Z]+) (?:/api/v1|/view)?/?([a-z0-9-]*).*");

  private final List<Entry> entries;
  private final Query query;
  private final Map<String, String> people;
  private final Map<String, String> patients;
  private final Viewer viewer;
  private final Words words;

  /**
   * @param people those one may ask for: names by id
   * @param patients names of patients by id, of those whose name is known
   */
  AccessLogPage(
      List<Entry> entries,
      Query query,
      Map<String, String> people,
      Map<String, String> patients,
      Viewer viewer) {
    this.entries = entries;
    this.query = query;
    this.people = people;
    this.patients = patients;
    this.viewer = viewer;
    this.words = viewer.words();
  }

  String page() {
    Html main = new Html();
    main.element("h1", words.say("access.title"))
        .element("p", words.say("access.help"), "class", "quiet");
    filter(main);
    main.open("div", "class", "scroll").open("table", "class", "stacking").open("thead").open("tr");
    for (String column : List.of("at", "person", "what", "patient", "outcome")) {
      main.element("th", words.say("access." + column), "scope", "col");
    }
    main.close("tr").close("thead").open("tbody");
    entries.forEach(entry -> row(main, entry.access()));
    main.close("tbody").close("table").close("div");
    if (entries.isEmpty()) {
      main.element("p", words.say("access.none"), "class", "empty");
    } else if (entries.size() == ENTRIES) {
      long last = entries.get(entries.size() - 1).id();
      main.element("a", words.say("access.older"), "href", older(last));
    }
    return Shell.page(viewer, words.say("access.title") + " · Carryover", "office.js", main);
  }

  private void filter(Html main) {
    main.open("form", "method", "get", "action", "/access-log", "class", "columns")
        .open("div")
        .element("label", words.say("access.patient-id"), "for", "patient")
        .open(
            "input",
            "id",
            "patient",
            "name",
            "patient",
            "pattern",
            "[A-Za-z0-9_\\-]{1,64}",
            "value",
            query.patient() == null ? "" : query.patient())
        .close("div")
        .open("div")
        .element("label", words.say("access.person"), "for", "person")
        .open("select", "id", "person", "name", "person")
        .element("option", words.say("access.everybody"), "value", "");
    people.forEach(
        (id, name) -> {
          if (id.equals(query.actor())) {
            main.element("option", name, "value", id, "selected", "");
          } else {
            main.element("option", name, "value", id);
          }
        });
    main.close("select")
        .close("div")
        .open("div")
        .element("button", words.say("access.show"), "type", "submit")
        .close("div")
        .close("form");
  }

  private String older(long before) {
    return "?before="
        + before
        + parameter("patient", query.patient())
        + parameter("person", query.actor());
  }

  private static String parameter(String name, @Nullable String value) {
    return value == null ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private void row(Html out, Access access) {
    out.open("tr")
        .open("td", "data-label", words.say("access.at"))
        .append(viewer.time(access.at(), viewer.when(access.at())))
        .close("td")
        .open("td", "data-label", words.say("access.person"))
        .element("bdi", access.actorName())
        .close("td")
        .open("td", "data-label", words.say("access.what"))
        .element("span", what(words, access.action()), "title", access.action())
        .close("td");
    String patient = access.patient();
    if (patient == null) {
      out.element("td", "", "class", "nothing");
    } else {
      out.open("td", "data-label", words.say("access.patient"))
          .element("bdi", patients.getOrDefault(patient, patient))
          .text(" ")
          .element("small", patient, "class", "quiet")
          .close("td");
    }
    out.element(
            "td",
            words.say("access.outcome-" + access.outcome().code()),
            "data-label",
            words.say("access.outcome"))
        .close("tr");
  }

  /** "saw: patients", and the words of the place for what is no call. */
  static String what(Words words, String action) {
    Matcher call = CALL.matcher(action);
    if (!call.matches()) {
      return words.code("access.of", action);
    }
    String place = call.group(2).isEmpty() ? "triage" : call.group(2);
    String verb = call.group(1).equals("GET") ? "access.saw" : "access.changed";
    return words.say(verb, words.code("access.of", place));
  }
}
