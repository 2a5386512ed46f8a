package health.carryover.dashboard.view;

import health.carryover.dashboard.overview.PastSession;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The small plots that stand beside a reason and prove it, as inline SVG with the same in words.
 * What is not known is left open and said to be unknown; nothing is drawn across it.
 */
final class SmallPlot {
  private static final int SLOT = 15;
  private static final int HEIGHT = 40;
  private static final int FLOOR = 38;
  private static final int MIDDLE = 24;
  private static final int DAYS = 14;

  private SmallPlot() {}

  /** Loads of the newest sessions against what was tolerated then. */
  static Html loads(List<PastSession> sessions, Viewer viewer) {
    double highest = 1;
    for (PastSession session : sessions) {
      highest = Math.max(highest, Math.max(or(session.load()), or(session.tolerated())));
    }
    StringBuilder within = new StringBuilder();
    StringBuilder over = new StringBuilder();
    StringBuilder line = new StringBuilder();
    StringBuilder flares = new StringBuilder();
    Html unknown = new Html();
    List<String> said = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      PastSession session = sessions.get(i);
      Double load = session.load();
      Double tolerated = session.tolerated();
      int x = i * SLOT;
      if (load == null) {
        unknown.element("text", "?", "x", String.valueOf(x + 4), "y", String.valueOf(FLOOR - 2));
      } else {
        int y = FLOOR - (int) Math.round(load / highest * 32);
        boolean above = tolerated != null && load > tolerated;
        (above ? over : within)
            .append(
                String.format(Locale.ROOT, "M%d %dv%dh9v%dz", x + 3, FLOOR, y - FLOOR, FLOOR - y));
      }
      if (tolerated != null) {
        long y = FLOOR - Math.round(tolerated / highest * 32);
        line.append("M").append(x).append(' ').append(y).append("h").append(SLOT);
      }
      if (session.flare()) {
        flares.append("M").append(x + 4).append(" 0h7l-3.5 5z");
      }
      said.add(said(load, tolerated, session, viewer));
    }
    String title =
        sessions.isEmpty()
            ? viewer.words().say("plot.none")
            : viewer.words().say("plot.loads", String.join("; ", said));
    Html svg = frame(Math.max(1, sessions.size()) * SLOT, title);
    path(svg, "p-load", within);
    path(svg, "p-over", over);
    path(svg, "p-line", line);
    path(svg, "p-flare", flares);
    return svg.append(unknown).close("svg");
  }

  private static String said(
      @Nullable Double load, @Nullable Double tolerated, PastSession session, Viewer viewer) {
    String words =
        load == null
            ? viewer.words().say("unknown")
            : tolerated == null
                ? viewer.number(load)
                : viewer.words().say("plot.of", viewer.number(load), viewer.number(tolerated));
    return session.flare() ? viewer.words().say("plot.flared", words) : words;
  }

  /** How pain after each session, the worse of evening and next morning, compares with before. */
  static Html rebounds(List<PastSession> sessions, Viewer viewer) {
    StringBuilder stems = new StringBuilder();
    StringBuilder up = new StringBuilder();
    StringBuilder down = new StringBuilder();
    Html unknown = new Html();
    List<String> said = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      Double change = sessions.get(i).rebound();
      int x = i * SLOT + 7;
      if (change == null) {
        unknown.element("text", "?", "x", String.valueOf(x - 3), "y", String.valueOf(MIDDLE + 4));
        said.add(viewer.words().say("unknown"));
        continue;
      }
      long y = Math.round(MIDDLE - Math.max(-4, Math.min(6, change)) * 3.5);
      stems.append("M").append(x).append(' ').append(MIDDLE).append("V").append(y);
      (change > 0 ? up : down).append(String.format(Locale.ROOT, "M%d %dh0.1", x, y));
      said.add((change > 0 ? "+" : "") + viewer.number(change));
    }
    String title =
        sessions.isEmpty()
            ? viewer.words().say("plot.none")
            : viewer.words().say("plot.rebounds", String.join("; ", said));
    Html svg = frame(Math.max(1, sessions.size()) * SLOT, title);
    path(svg, "p-zero", new StringBuilder("M0 " + MIDDLE + "h" + sessions.size() * SLOT));
    path(svg, "p-stem", stems);
    path(svg, "p-down", down);
    path(svg, "p-up", up);
    return svg.append(unknown).close("svg");
  }

  /** On which of the last days there was a session. */
  static Html days(List<PastSession> sessions, Viewer viewer) {
    Set<LocalDate> with = new HashSet<>();
    for (PastSession session : sessions) {
      Instant at = session.startAt();
      if (at != null) {
        with.add(LocalDate.ofInstant(at, viewer.zone()));
      }
    }
    LocalDate today = LocalDate.ofInstant(viewer.now(), viewer.zone());
    StringBuilder full = new StringBuilder();
    StringBuilder empty = new StringBuilder();
    int count = 0;
    for (int i = 0; i < DAYS; i++) {
      boolean trained = with.contains(today.minusDays(DAYS - 1L - i));
      (trained ? full : empty).append(String.format(Locale.ROOT, "M%d 15h7v10h-7z", i * 11 + 2));
      count += trained ? 1 : 0;
    }
    Html svg = frame(DAYS * 11, viewer.words().say("plot.days", count, DAYS));
    path(svg, "p-none", empty);
    path(svg, "p-load", full);
    return svg.close("svg");
  }

  private static Html frame(int width, String title) {
    return new Html()
        .open(
            "svg",
            "class",
            "small-plot",
            "role",
            "img",
            "aria-label",
            title,
            "viewBox",
            "0 0 " + width + " " + HEIGHT,
            "width",
            String.valueOf(width),
            "height",
            String.valueOf(HEIGHT));
  }

  private static void path(Html svg, String style, StringBuilder d) {
    if (d.length() > 0) {
      svg.open("path", "class", style, "d", d.toString()).close("path");
    }
  }

  private static double or(@Nullable Double value) {
    return value == null ? 0 : value;
  }
}
