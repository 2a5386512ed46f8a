package health.carryover.deploy.command;

import java.io.PrintWriter;

/** A bar for long work, drawn only where somebody watches. Confined to one thread. */
final class Progress {
  private static final int WIDTH = 30;
  private static final int STEPS = 100;
  private static final long STEP_BYTES = 100_000;
  private static final long STEPS_PER_MEGABYTE = 10;
  private static final char CARRIAGE_RETURN = '\r';

  private final PrintWriter out;
  private final String what;
  private final boolean watched;
  private long drawn = -1;

  /**
   * @param watched whether the output is a terminal
   */
  private Progress(PrintWriter out, String what, boolean watched) {
    this.out = out;
    this.what = what;
    this.watched = watched;
  }

  /** A bar on the terminal; nothing if the output is something else. The launcher knows. */
  static Progress of(PrintWriter out, String what) {
    return new Progress(out, what, Boolean.getBoolean("carryover.terminal"));
  }

  /** Shows that {@code done} of {@code all} is done. */
  void show(long done, long all) {
    long step = all == 0 ? STEPS : done * STEPS / all;
    if (watched && step != drawn) {
      drawn = step;
      int filled = (int) (step * WIDTH / STEPS);
      out.print(
          CARRIAGE_RETURN
              + what
              + " ["
              + "#".repeat(filled)
              + " ".repeat(WIDTH - filled)
              + "] "
              + step
              + " %");
      out.flush();
    }
  }

  /** Shows how much is done of what nobody knows the end of. */
  void showBytes(long bytes) {
    long step = bytes / STEP_BYTES;
    if (watched && step != drawn) {
      drawn = step;
      out.print(
          CARRIAGE_RETURN
              + what
              + " "
              + step / STEPS_PER_MEGABYTE
              + "."
              + step % STEPS_PER_MEGABYTE
              + " MB");
      out.flush();
    }
  }

  /** Ends the bar's line. */
  void end() {
    if (watched && drawn >= 0) {
      out.println();
    }
  }
}
