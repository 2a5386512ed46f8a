package health.carryover.dashboard.view;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last seven days of a patient in plain sentences, to be pasted into a record. Says what is
 * known and what is not; the conclusion stays with whoever reads it.
 */
final class WeekInWords {
  private static final Duration WEEK = Duration.ofDays(7);

  private WeekInWords() {}

  /**
   * @param sessions oldest first
   */
  static String write(
      List<Map<String, @Nullable Object>> sessions,
      List<AlertPanel.Told> alerts,
      List<String> agreed,
      Viewer viewer) {
    Words words = viewer.words();
    Instant from = viewer.now().minus(WEEK);
    StringBuilder text = new StringBuilder();
    line(text, words.say("week.head", viewer.day(from), viewer.full(viewer.now())));
    List<Map<String, @Nullable Object>> week =
        sessions.stream()
            .filter(session -> session.get("duplicateOf") == null)
            .filter(session -> at(session, "start").isAfter(from))
            .toList();
    line(text, words.count("week.sessions", week.size()));
    for (Map<String, @Nullable Object> session : week) {
      line(text, session(session, viewer));
    }
    long flares = week.stream().filter(s -> Boolean.TRUE.equals(s.get("flare"))).count();
    long unknown = week.stream().filter(s -> s.get("flare") == null).count();
    if (!week.isEmpty()) {
      line(text, words.say("week.flares", flares, unknown));
    }
    alerts.stream()
        .filter(told -> told.facts().alert().eventAt().isAfter(from))
        .forEach(told -> line(text, alert(told, viewer)));
    if (!sessions.isEmpty()) {
      Map<String, @Nullable Object> newest = sessions.get(sessions.size() - 1);
      Map<?, ?> tolerance = map(newest.get("tolerance"));
      if (tolerance.get("toleratedLoad") instanceof Number load) {
        line(
            text,
            words.say(
                "week.tolerance",
                viewer.number(load),
                viewer.number(tolerance.get("low")),
                viewer.number(tolerance.get("high")),
                viewer.number(tolerance.get("sessions"))));
      } else {
        line(text, words.say("week.tolerance-unknown"));
      }
      if (newest.get("guidance") instanceof Map<?, ?> guidance) {
        line(
            text,
            words.say("week.next", words.code("action", String.valueOf(guidance.get("action")))));
      }
    }
    if (!agreed.isEmpty()) {
      line(text, words.say("week.agreed", String.join("; ", agreed)));
    }
    line(text, words.say("shell.footer"));
    return text.toString();
  }

  private static String session(Map<String, @Nullable Object> session, Viewer viewer) {
    Words words = viewer.words();
    Map<?, ?> pain = map(session.get("pain"));
    return words.say(
        "week.session",
        viewer.day(at(session, "start")),
        viewer.number(session.get("activeMinutes")),
        viewer.number(map(session.get("load")).get("value")),
        viewer.number(map(session.get("tolerance")).get("toleratedLoad")),
        viewer.number(pain.get("before")),
        viewer.number(pain.get("after")),
        viewer.number(pain.get("evening")),
        viewer.number(pain.get("nextMorning")),
        words.code("pattern", String.valueOf(session.get("pattern"))));
  }

  private static String alert(AlertPanel.Told told, Viewer viewer) {
    var facts = told.facts();
    var seen = facts.handling().acknowledgement();
    return viewer
        .words()
        .say(
            "week.alert",
            viewer.day(facts.alert().eventAt()),
            AlertWords.kind(facts.alert(), viewer),
            AlertWords.change(facts.alert().change().code(), viewer),
            seen == null
                ? viewer.words().say("panel.unseen")
                : viewer.words().say("panel.seen") + " " + seen.person());
  }

  private static Instant at(Map<String, @Nullable Object> session, String field) {
    return OffsetDateTime.parse(String.valueOf(session.get(field))).toInstant();
  }

  private static Map<?, ?> map(@Nullable Object document) {
    return document instanceof Map<?, ?> map ? map : Map.of();
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
