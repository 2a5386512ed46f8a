package health.carryover.dashboard.view;

import health.carryover.analysis.handling.AlertHandling;
import health.carryover.analysis.handling.HandlingAct;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import health.carryover.dashboard.triage.AlertFacts;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of one patient in full: how each stands, what people did about it, what was known
 * when, and what it stands on; with everything one can do about it.
 */
final class AlertPanel {
  private static final int[] SNOOZE_HOURS = {1, 4, 24, 72, 168};

  private final Viewer viewer;
  private final Words words;

  AlertPanel(Viewer viewer) {
    this.viewer = viewer;
    this.words = viewer.words();
  }

  /**
   * One alert with its past.
   *
   * @param life every step of it, oldest first
   * @param basis the revisions of its session, oldest first; empty: it is about none
   */
  record Told(
      AlertFacts facts, List<StoredAlertChange> life, List<Map<String, @Nullable Object>> basis) {}

  Html write(List<Told> alerts) {
    Html out = new Html();
    if (alerts.isEmpty()) {
      return out.element("p", words.say("panel.none"), "class", "empty");
    }
    out.open("div", "class", "alerts");
    alerts.forEach(told -> alert(out, told));
    return out.close("div");
  }

  private void alert(Html out, Told told) {
    AlertFacts facts = told.facts();
    AlertStanding alert = facts.alert();
    String kind = AlertWords.kind(alert, viewer);
    out.open(
        "article",
        "class",
        "alert",
        "data-alert",
        alert.alert(),
        "data-severity",
        alert.severity().code(),
        "data-open",
        String.valueOf(alert.open()),
        "data-change",
        alert.change().code());
    out.open("header")
        .element(
            "span",
            alert.open()
                ? words.say("severity." + alert.severity().code())
                : "⊘ " + AlertWords.change(alert.change().code(), viewer),
            "class",
            "badge")
        .element("strong", kind, "class", "kind")
        .close("header");
    out.open("p", "class", "reason")
        .element("strong", AlertWords.change(alert.change().code(), viewer))
        .text(
            Boolean.TRUE.equals(alert.newest().get("provisional")) && alert.open()
                ? " " + words.say("panel.provisional")
                : "")
        .text(": " + AlertWords.reason(alert.newest(), viewer))
        .close("p");
    clocks(out, alert.eventAt(), alert.knownAt(), alert.newest());
    handling(out, facts);
    if (viewer.mayActOnAlerts()) {
      acts(out, facts, kind);
    }
    known(out, told);
    done(out, facts.handling());
    out.close("article");
  }

  private void clocks(
      Html out, Instant eventAt, Instant knownAt, Map<String, @Nullable Object> change) {
    out.open("p", "class", "quiet")
        .text(words.say("panel.happened") + " ")
        .append(viewer.time(eventAt, viewer.when(eventAt)))
        .text(" · " + words.say("panel.known") + " ")
        .append(viewer.time(knownAt, viewer.when(knownAt)))
        .text(Boolean.TRUE.equals(change.get("late")) ? " · " + words.say("panel.late") : "")
        .close("p");
  }

  private void handling(Html out, AlertFacts facts) {
    AlertHandling handling = facts.handling();
    HandlingAct seen = handling.acknowledgement();
    HandlingAct snooze = handling.snooze(facts.condition(), viewer.now());
    HandlingAct resolution = handling.resolution(facts.condition());
    out.open("p", "class", "handling", "data-handling", "");
    if (resolution != null) {
      said(out, "panel.resolved", resolution);
      if (resolution.text() != null) {
        out.text(": ").element("q", resolution.text());
      }
    } else if (snooze != null && snooze.until() != null) {
      said(out, "panel.snoozed", snooze);
      out.text(" " + words.say("panel.until") + " ")
          .append(viewer.time(snooze.until(), viewer.when(snooze.until())));
    } else if (handling.wokenEarly(facts.condition(), viewer.now())) {
      out.text(words.say("panel.woken"));
    } else if (seen != null) {
      said(out, "panel.seen", seen);
    } else {
      out.text(words.say("panel.unseen"));
    }
    if (handling.assignee() != null) {
      out.text(" · " + words.say("row.assigned", handling.assignee()));
    }
    if (handling.escalation() != null) {
      out.text(" · " + words.say("row.escalated"));
    }
    out.close("p");
  }

  private void said(Html out, String key, HandlingAct act) {
    out.text(words.say(key) + " ")
        .element("bdi", act.person())
        .text(", ")
        .append(viewer.time(act.at(), viewer.when(act.at())));
  }

  private void acts(Html out, AlertFacts facts, String kind) {
    AlertStanding alert = facts.alert();
    AlertHandling handling = facts.handling();
    boolean asleep = handling.snooze(facts.condition(), viewer.now()) != null;
    boolean resolved = handling.resolution(facts.condition()) != null;
    out.open("div", "class", "acts");
    if (handling.acknowledgement() == null || facts.asks(viewer.now())) {
      Acts.button(out, words.say("act.acknowledge"), kind, facts, "acknowledge", "small");
    }
    if (asleep) {
      Acts.button(out, words.say("act.wake"), kind, facts, "wake", "small outline");
    }
    if (resolved) {
      Acts.button(out, words.say("act.reopen"), kind, facts, "reopen", "small outline");
    }
    Acts.button(out, words.say("act.useful"), kind, facts, "useful", rated(handling, true));
    Acts.button(
        out, words.say("act.not-useful"), kind, facts, "not-useful", rated(handling, false));
    out.close("div");
    out.open("details", "class", "do", "data-key", "do " + alert.alert())
        .element("summary", words.say("panel.more"));
    if (alert.open() && !asleep && !resolved && alert.kind() != AlertChange.Kind.RED_FLAG) {
      form(out, facts, "snooze");
      out.open("label").text(words.say("act.snooze") + " ").open("select", "name", "hours");
      for (int hours : SNOOZE_HOURS) {
        out.element("option", words.say("snooze." + hours), "value", String.valueOf(hours));
      }
      out.close("select").close("label");
      submit(out, "act.snooze.do", kind);
    }
    form(out, facts, "assign");
    out.open("label")
        .text(words.say("act.assign") + " ")
        .open(
            "input",
            "name",
            "person",
            "maxlength",
            "100",
            "value",
            Optional.ofNullable(handling.assignee()).orElse(""))
        .close("label");
    submit(out, "act.assign.do", kind);
    form(out, facts, "note");
    text(out, "act.note");
    submit(out, "act.note.do", kind);
    if (!resolved) {
      form(out, facts, "resolve");
      text(out, "act.resolve");
      submit(out, "act.resolve.do", kind);
    }
    out.close("details");
  }

  private static String rated(AlertHandling handling, boolean useful) {
    HandlingAct rating = handling.rating();
    boolean chosen = rating != null && (rating.kind() == HandlingAct.Kind.USEFUL) == useful;
    return chosen ? "small secondary chosen" : "small outline secondary";
  }

  private void text(Html out, String key) {
    out.open("label")
        .text(words.say(key) + " ")
        .open("input", "name", "text", "maxlength", "2000", "required", "")
        .close("label");
  }

  private static void form(Html out, AlertFacts facts, String act) {
    out.open(
        "form",
        "method",
        "dialog",
        "class",
        "act",
        "data-act-form",
        act,
        "data-alert",
        facts.alert().alert(),
        "data-version",
        String.valueOf(facts.handling().version()));
  }

  private void submit(Html out, String key, String kind) {
    out.open("button", "class", "small outline")
        .text(words.say(key))
        .element("span", ": " + kind, "class", "visually-hidden")
        .close("button")
        .close("form");
  }

  private void known(Html out, Told told) {
    String alert = told.facts().alert().alert();
    out.open("details", "class", "as-table", "data-key", "known " + alert)
        .element("summary", words.say("panel.life"))
        .open(
            "div",
            "class",
            "scroll",
            "tabindex",
            "0",
            "role",
            "region",
            "aria-label",
            words.say("panel.life"))
        .open("table", "class", "compact")
        .open("thead")
        .open("tr");
    for (String column : List.of("change", "happened", "known", "reason", "basis", "rule")) {
      out.element("th", words.say("life." + column), "scope", "col");
    }
    out.close("tr").close("thead").open("tbody");
    for (StoredAlertChange step : told.life()) {
      Map<String, @Nullable Object> change = step.document();
      out.open("tr")
          .element("th", AlertWords.change(step.change().code(), viewer), "scope", "row")
          .open("td")
          .append(at(change.get("eventAt")))
          .close("td")
          .open("td")
          .append(at(change.get("knownAt")))
          .close("td")
          .element("td", AlertWords.reason(change, viewer))
          .element("td", basis(change, told.basis()))
          .element("td", String.valueOf(change.get("rule")))
          .close("tr");
    }
    out.close("tbody").close("table").close("div").close("details");
  }

  private Html at(@Nullable Object time) {
    if (!(time instanceof String text)) {
      return new Html().text(words.say("unknown"));
    }
    Instant instant = OffsetDateTime.parse(text).toInstant();
    return viewer.time(instant, viewer.full(instant));
  }

  /** What was believed of the session when the change was known: load, formula, tolerance. */
  private String basis(
      Map<String, @Nullable Object> change, List<Map<String, @Nullable Object>> revisions) {
    Map<String, @Nullable Object> then = null;
    String knownAt = String.valueOf(change.get("knownAt"));
    for (Map<String, @Nullable Object> revision : revisions) {
      boolean known =
          !OffsetDateTime.parse(String.valueOf(revision.get("knownAt")))
              .isAfter(OffsetDateTime.parse(knownAt));
      then = known ? revision : then;
    }
    StringBuilder said = new StringBuilder();
    if (change.get("load") instanceof Number load) {
      said.append(
          words.say("load.of", viewer.number(load), viewer.number(change.get("toleratedLoad"))));
    }
    if (change.get("probability") instanceof Number probability) {
      said.append(' ').append(words.say("reason.risk", viewer.inTen(probability)));
    }
    if (then == null) {
      return said.append(said.length() == 0 ? words.say("panel.no-session") : "").toString();
    }
    if (then.get("load") instanceof Map<?, ?> load) {
      said.append(' ').append(words.say("basis.formula", String.valueOf(load.get("formula"))));
    }
    if (then.get("tolerance") instanceof Map<?, ?> tolerance) {
      said.append(' ')
          .append(
              words.say(
                  "basis.tolerance",
                  viewer.number(tolerance.get("low")),
                  viewer.number(tolerance.get("high"))));
    }
    Instant start = OffsetDateTime.parse(String.valueOf(then.get("start"))).toInstant();
    Instant end = OffsetDateTime.parse(String.valueOf(then.get("end"))).toInstant();
    return said.append(' ')
        .append(
            words.say(
                "basis.samples",
                viewer.when(start),
                viewer.clock(end),
                viewer.percent(then.get("coverage")),
                String.valueOf(then.get("revision"))))
        .toString()
        .strip();
  }

  private void done(Html out, AlertHandling handling) {
    if (handling.acts().isEmpty()) {
      return;
    }
    out.open("ol", "class", "done quiet");
    for (HandlingAct act : handling.acts()) {
      out.open("li")
          .element("bdi", act.person())
          .text(" " + words.say("done." + act.kind().code()));
      if (act.assignee() != null) {
        out.text(" ").element("bdi", act.assignee());
      }
      if (act.until() != null) {
        out.text(" " + words.say("panel.until") + " ")
            .append(viewer.time(act.until(), viewer.when(act.until())));
      }
      if (act.text() != null) {
        out.text(": ").element("q", act.text());
      }
      out.text(", ").append(viewer.time(act.at(), viewer.when(act.at()))).close("li");
    }
    out.close("ol");
  }
}
