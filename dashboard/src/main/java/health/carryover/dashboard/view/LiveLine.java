package health.carryover.dashboard.view;

import health.carryover.analysis.outcome.SessionProgress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a running session stands, in one line that the script of the page keeps up to date. */
final class LiveLine {
  private LiveLine() {}

  static void write(Html out, SessionProgress progress, Viewer viewer) {
    Words words = viewer.words();
    out.open(
            "p",
            "class",
            "live",
            "data-run",
            progress.patient() + " " + progress.session(),
            "data-known-at",
            progress.knownAt().toString())
        .open("span", "class", "bpm")
        .text("♥ ")
        .element("strong", bpm(progress.bpm()), "data-live", "bpm")
        .text(" " + words.say("live.bpm"))
        .close("span")
        .text(" ")
        .append(bar(progress.load(), progress.toleratedLoad()))
        .text(" ")
        .element(
            "span",
            progress.toleratedLoad() == null
                ? words.say("load.unknown-tolerance", viewer.number(progress.load()))
                : words.say(
                    "load.of",
                    viewer.number(progress.load()),
                    viewer.number(progress.toleratedLoad())),
            "data-live",
            "load")
        .text(" ")
        .element(
            "span",
            progress.pFlare() == null
                ? ""
                : words.say("live.risk", viewer.inTen(progress.pFlare())),
            "data-live",
            "risk",
            "class",
            "quiet")
        .text(" ")
        .open("span", "class", "quiet")
        .text(words.say("live.as-of") + " ")
        .open("time", "datetime", progress.at().toString(), "data-live", "at")
        .text(viewer.clock(progress.at()))
        .close("time")
        .close("span")
        .close("p");
  }

  private static String bpm(@Nullable Double bpm) {
    return bpm == null ? "–" : String.valueOf(Math.round(bpm));
  }

  /** Nothing where it is not known how much is tolerated: a bar would say how near that is. */
  private static Html bar(@Nullable Double load, @Nullable Double tolerated) {
    if (tolerated == null) {
      return new Html();
    }
    double most = Math.max(load == null ? 0 : load, tolerated) * 1.15;
    double done = load == null ? 0 : load / most * 100;
    Html svg =
        new Html()
            .open(
                "svg",
                "class",
                "live-bar",
                "viewBox",
                "0 0 100 8",
                "preserveAspectRatio",
                "none",
                "aria-hidden",
                "true")
            .open("rect", "class", "track", "width", "100", "height", "8")
            .close("rect")
            .open("rect", "class", "load", "height", "8", "width", format(done))
            .close("rect");
    String x = format(tolerated / most * 100);
    svg.open("line", "class", "tolerated", "x1", x, "x2", x, "y1", "0", "y2", "8").close("line");
    return svg.close("svg");
  }

  private static String format(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
