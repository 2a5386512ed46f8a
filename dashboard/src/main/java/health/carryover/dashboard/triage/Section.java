package health.carryover.dashboard.triage;

import java.util.Locale;

/** The parts of the list, the first to look at first. */
public enum Section {
  SAFETY,
  LIVE,
  REBOUND,
  LOAD,
  MISSING,
  WELL;

  /** The name used in messages. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
