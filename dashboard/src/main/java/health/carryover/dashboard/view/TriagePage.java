package health.carryover.dashboard.view;

import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.AlertActs.Worth;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.dashboard.overview.Overview;
import health.carryover.dashboard.overview.Overview.Summary;
import health.carryover.dashboard.overview.PastSession;
import health.carryover.dashboard.triage.AlertFacts;
import health.carryover.dashboard.triage.Lack;
import health.carryover.dashboard.triage.PatientFacts;
import health.carryover.dashboard.triage.Placement;
import health.carryover.dashboard.triage.Placement.Attention;
import health.carryover.dashboard.triage.Section;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All patients in the order in which to look at them, with the reason and its proof. */
final class TriagePage {
  /** How many rows are painted; whoever is further down is found by the search of the API. */
  static final int MOST_ROWS = 250;

  private static final int FEWEST_RATINGS = 5;

  private final Overview overview;
  private final List<AlertStanding> withdrawn;
  private final Viewer viewer;
  private final Words words;

  TriagePage(Overview overview, List<AlertStanding> withdrawn, Viewer viewer) {
    this.overview = overview;
    this.withdrawn = withdrawn;
    this.viewer = viewer;
    this.words = viewer.words();
  }

  String page() {
    Html main = new Html();
    main.element("h1", words.say("triage.title"), "class", "visually-hidden");
    tools(main);
    main.open("div", "id", "triage").append(list()).close("div");
    keys(main);
    long asking = overview.list().asking();
    return Shell.page(
        viewer, asking == 0 ? "Carryover" : "(" + asking + ") Carryover", "triage.js", main);
  }

  /** The part that is painted anew when something changes. */
  Html list() {
    Html out = new Html();
    out.open(
        "div",
        "class",
        "sections",
        "data-last-event-id",
        String.valueOf(overview.lastEventId()),
        "data-asking",
        String.valueOf(overview.list().asking()));
    summary(out);
    int painted = 0;
    for (Section section : Section.values()) {
      List<Placement> rows = overview.list().of(section);
      int room = Math.max(0, MOST_ROWS - painted);
      section(out, section, rows, rows.subList(0, Math.min(room, rows.size())));
      painted += rows.size();
    }
    beyond(out);
    withdrawn(out);
    worth(out);
    return out.close("div");
  }

  private void tools(Html out) {
    SortedSet<String> tags = new TreeSet<>();
    overview.summaries().values().forEach(summary -> tags.addAll(summary.kept().tags()));
    out.open(
        "form",
        "method",
        "dialog",
        "class",
        "tools",
        "id",
        "tools",
        "aria-label",
        words.say("tools.search"));
    out.open("label")
        .text(words.say("tools.search") + " ")
        .open("input", "type", "search", "id", "search", "autocomplete", "off")
        .close("label");
    out.open("label").text(words.say("tools.section") + " ").open("select", "id", "section");
    out.element("option", words.say("tools.all"), "value", "");
    for (Section section : Section.values()) {
      out.element("option", words.say("section." + section.code()), "value", section.code());
    }
    out.close("select").close("label");
    out.open("label").text(words.say("tools.tag") + " ").open("select", "id", "tag");
    out.element("option", words.say("tools.all"), "value", "");
    tags.forEach(tag -> out.element("option", tag, "value", tag));
    out.close("select").close("label");
    out.open("label", "class", "check")
        .open("input", "type", "checkbox", "id", "mine")
        .text(" " + words.say("tools.mine"))
        .close("label");
    out.open("label")
        .text(words.say("tools.budget") + " ")
        .open(
            "input",
            "type",
            "number",
            "id",
            "budget",
            "min",
            "1",
            "max",
            "100",
            "value",
            String.valueOf(overview.budget().perHundred()))
        .close("label");
    out.close("form");
  }

  private void summary(Html out) {
    int beyond = overview.list().beyond().size();
    out.open("p", "class", "summary", "id", "summary")
        .element("strong", words.count("triage.asking", overview.list().asking()))
        .text(
            " "
                + words.count("triage.patients", overview.summaries().size())
                + " "
                + words.say(
                    "triage.budget", overview.budget().perHundred(), overview.list().allowed()))
        .text(beyond == 0 ? "" : " " + words.count("triage.beyond", beyond))
        .close("p");
  }

  private void section(Html out, Section section, List<Placement> all, List<Placement> rows) {
    String id = "section-" + section.code();
    if (all.isEmpty()) {
      if (section == Section.LIVE || section == Section.SAFETY) {
        out.open("section", "class", "part empty-part", "data-section", section.code())
            .open("h2")
            .text(words.say("section." + section.code()))
            .element("span", words.say("section." + section.code() + ".none"), "class", "quiet")
            .close("h2")
            .close("section");
      }
      return;
    }
    out.open("section", "class", "part", "aria-labelledby", id, "data-section", section.code());
    out.open("h2", "id", id)
        .text(words.say("section." + section.code()) + " ")
        .element("span", "(" + all.size() + ")", "class", "count")
        .close("h2");
    out.open("ul", "class", "rows");
    rows.forEach(row -> row(out, row));
    out.close("ul");
    if (rows.size() < all.size()) {
      out.element("p", words.say("triage.more", all.size() - rows.size()), "class", "quiet");
    }
    out.close("section");
  }

  private void beyond(Html out) {
    List<Placement> held = overview.list().beyond();
    if (held.isEmpty()) {
      return;
    }
    out.open("section", "class", "part", "data-section", "beyond")
        .open("details", "id", "beyond")
        .element("summary", words.count("triage.held", held.size()))
        .open("ul", "class", "rows");
    held.stream().limit(MOST_ROWS).forEach(row -> row(out, row));
    out.close("ul").close("details").close("section");
  }

  private void row(Html out, Placement row) {
    PatientFacts facts = row.facts();
    Summary summary = overview.summary(facts.patient());
    AlertFacts headline = row.headline();
    String severity = headline == null ? "none" : headline.alert().severity().code();
    out.open(
        "li",
        "class",
        "row",
        "tabindex",
        "-1",
        "data-patient",
        facts.patient(),
        "data-find",
        (facts.name() + " " + facts.patient()).toLowerCase(Locale.ROOT),
        "data-tags",
        String.join("\n", summary.kept().tags()),
        "data-mine",
        String.valueOf(summary.kept().people().contains(viewer.person())),
        "data-severity",
        severity,
        "data-rule",
        row.rule().code(),
        "data-asks",
        String.valueOf(row.look() == Attention.ASKED_FOR));
    name(out, facts, summary);
    why(out, row, headline);
    out.open("div", "class", "proof").append(proof(row)).close("div");
    known(out, summary);
    acts(out, facts, headline);
    out.close("li");
  }

  private void name(Html out, PatientFacts facts, Summary summary) {
    out.open("div", "class", "name")
        .open("a", "href", "/patients/" + facts.patient())
        .element("bdi", facts.name())
        .close("a");
    summary.kept().tags().forEach(tag -> out.text(" ").element("span", tag, "class", "tag"));
    if (summary.kept().people().contains(viewer.person())) {
      out.text(" ").element("span", words.say("row.mine"), "class", "tag mine");
    }
    out.close("div");
  }

  private void why(Html out, Placement row, @Nullable AlertFacts headline) {
    out.open("div", "class", "why");
    SessionProgress running = row.facts().running();
    if (running != null) {
      LiveLine.write(out, running, viewer);
    }
    if (headline != null) {
      AlertStanding alert = headline.alert();
      out.open("p")
          .element("span", words.say("severity." + alert.severity().code()), "class", "badge")
          .text(" ")
          .element("strong", AlertWords.kind(alert, viewer))
          .text(headline.asks(viewer.now()) ? ". " : " (" + words.say("row.seen") + "). ")
          .text(AlertWords.reason(alert.newest(), viewer))
          .text(" ")
          .open("span", "class", "quiet")
          .append(viewer.time(alert.eventAt(), viewer.when(alert.eventAt())));
      if (headline.handling().assignee() != null) {
        out.text(" · " + words.say("row.assigned", headline.handling().assignee()));
      }
      if (headline.handling().escalation() != null) {
        out.text(" · " + words.say("row.escalated"));
      }
      if (headline.handling().wokenEarly(headline.condition(), viewer.now())) {
        out.text(" · " + words.say("row.woken"));
      }
      out.close("span").close("p");
    }
    others(out, row.facts(), headline);
    lacks(out, row);
    if (headline == null && running == null && row.section() == Section.WELL) {
      out.element("p", words.say("row.well"), "class", "quiet");
    }
    out.close("div");
  }

  private void others(Html out, PatientFacts facts, @Nullable AlertFacts headline) {
    Instant now = viewer.now();
    String also =
        facts.alerts().stream()
            .filter(alert -> !alert.equals(headline) && alert.counts(now))
            .map(alert -> AlertWords.kind(alert.alert(), viewer))
            .distinct()
            .collect(Collectors.joining(", "));
    if (!also.isEmpty()) {
      out.element("p", words.say("row.also", also), "class", "quiet");
    }
    long asleep =
        facts.alerts().stream()
            .filter(a -> a.handling().snooze(a.condition(), now) != null)
            .count();
    if (asleep > 0) {
      out.element("p", words.count("row.snoozed", asleep), "class", "quiet");
    }
  }

  private void lacks(Html out, Placement row) {
    if (row.facts().lacks().isEmpty()) {
      return;
    }
    String said = row.facts().lacks().stream().map(this::lack).collect(Collectors.joining("; "));
    if (row.section() == Section.MISSING) {
      out.open("p").element("strong", words.say("row.missing")).text(" " + said + ".").close("p");
    } else {
      out.element("p", words.say("row.missing") + " " + said + ".", "class", "quiet");
    }
  }

  private String lack(Lack lack) {
    return words.count("lack." + lack.why().code(), lack.amount());
  }

  private Html proof(Placement row) {
    List<PastSession> past = overview.past().of(row.facts().patient());
    return switch (row.section()) {
      case SAFETY, REBOUND -> SmallPlot.rebounds(past, viewer);
      case LIVE, LOAD, WELL -> SmallPlot.loads(past, viewer);
      case MISSING -> SmallPlot.days(past, viewer);
    };
  }

  private void known(Html out, Summary summary) {
    Double completeness = summary.completeness();
    out.open("div", "class", "known");
    if (completeness == null) {
      out.element("p", words.say("row.nothing-known"));
    } else {
      out.element("p", words.say("row.known", viewer.percent(completeness)));
    }
    var review = summary.kept().lastReview();
    out.open("p", "class", "quiet");
    if (review == null) {
      out.text(words.say("row.never-reviewed"));
    } else {
      out.text(words.say("row.reviewed") + " ")
          .element("bdi", review.person())
          .text(", ")
          .append(viewer.time(review.at(), viewer.ago(review.at())));
    }
    out.close("p").close("div");
  }

  private void acts(Html out, PatientFacts facts, @Nullable AlertFacts headline) {
    out.open("div", "class", "acts");
    if (headline != null && headline.asks(viewer.now()) && viewer.mayActOnAlerts()) {
      Acts.button(
          out,
          words.say("act.acknowledge"),
          facts.name() + ": " + AlertWords.kind(headline.alert(), viewer),
          headline,
          "acknowledge",
          "small");
    }
    if (viewer.mayKeepCases()) {
      out.open(
              "button",
              "class",
              "small outline secondary",
              "data-review",
              facts.patient(),
              "data-key",
              "review " + facts.patient())
          .text(words.say("act.review"))
          .element("span", ": " + facts.name(), "class", "visually-hidden")
          .close("button");
    }
    out.open(
            "details",
            "class",
            "more",
            "data-panel",
            "/view/patients/" + facts.patient() + "/alerts",
            "data-key",
            "more " + facts.patient())
        .open("summary")
        .text(words.say("row.more"))
        .element("span", ": " + facts.name(), "class", "visually-hidden")
        .close("summary")
        .open("div", "class", "panel-box")
        .close("div")
        .close("details");
    out.close("div");
  }

  private void withdrawn(Html out) {
    if (withdrawn.isEmpty()) {
      return;
    }
    out.open("section", "class", "part", "data-section", "withdrawn")
        .open("details", "id", "withdrawn")
        .element("summary", words.count("triage.withdrawn", withdrawn.size()))
        .open("ul", "class", "withdrawn");
    for (AlertStanding alert : withdrawn) {
      Summary summary = overview.summaries().get(alert.patient());
      String name =
          summary == null || summary.displayName() == null
              ? alert.patient()
              : summary.displayName();
      out.open("li", "data-alert", alert.alert(), "data-change", alert.change().code())
          .element("strong", AlertWords.change(alert.change().code(), viewer))
          .text(": ")
          .element("span", AlertWords.kind(alert, viewer), "class", "kind")
          .text(", ")
          .open("a", "href", "/patients/" + alert.patient())
          .element("bdi", name)
          .close("a")
          .text(". " + AlertWords.reason(alert.newest(), viewer) + " ")
          .open("span", "class", "quiet")
          .append(viewer.time(alert.knownAt(), viewer.when(alert.knownAt())))
          .close("span")
          .close("li");
    }
    out.close("ul").close("details").close("section");
  }

  private void worth(Html out) {
    out.open("section", "class", "part", "data-section", "worth")
        .open("details", "id", "worth")
        .element("summary", words.say("worth.title"));
    if (overview.worth().isEmpty()) {
      out.element("p", words.say("worth.none"), "class", "quiet");
    } else {
      out.open("table", "class", "compact").open("thead").open("tr");
      for (String column : List.of("kind", "useful", "not-useful", "precision")) {
        out.element("th", words.say("worth." + column), "scope", "col");
      }
      out.close("tr").close("thead").open("tbody");
      for (Map.Entry<AlertChange.Kind, Worth> one : overview.worth().entrySet()) {
        Worth worth = one.getValue();
        int all = worth.useful() + worth.notUseful();
        out.open("tr", "data-kind", one.getKey().code())
            .element("th", words.say("kind." + one.getKey().code()), "scope", "row")
            .element("td", String.valueOf(worth.useful()))
            .element("td", String.valueOf(worth.notUseful()))
            .element(
                "td",
                all < FEWEST_RATINGS
                    ? words.say("worth.few")
                    : viewer.percent((double) worth.useful() / all))
            .close("tr");
      }
      out.close("tbody").close("table");
    }
    out.close("details").close("section");
  }

  private void keys(Html out) {
    out.open("details", "class", "keys").element("summary", words.say("keys.title")).open("dl");
    List<String> keys = new ArrayList<>(List.of("j", "k", "enter"));
    if (viewer.mayActOnAlerts()) {
      keys.add("a");
    }
    if (viewer.mayKeepCases()) {
      keys.add("r");
    }
    keys.addAll(List.of("d", "slash", "escape"));
    for (String key : keys) {
      out.open("div")
          .open("dt")
          .element("kbd", words.say("keys." + key + ".key"))
          .close("dt")
          .element("dd", words.say("keys." + key))
          .close("div");
    }
    out.close("dl").close("details");
  }
}
