package health.carryover.deploy.simulate;

import java.time.Duration;

/**
 * How large the invented clinic is.
 *
 * @param seed of its chance
 * @param run goes into every id, so that two runs do not meet; up to 20 of a-z, 0-9
 * @param patients 1 to 500
 * @param days how many days of their past they send, 2 to 6: within the allowed lateness
 * @param patience how long to wait for the installation to have used what was sent
 * @param clocks {@link Clocks}
 */
public record SimulationPlan(
    long seed, String run, int patients, int days, Duration patience, Clocks clocks) {
  /** Whether a device whose clock is off is among them, which takes more than a minute longer. */
  public enum Clocks {
    TRIED,
    LEFT_OUT
  }

  private static final int MOST_PATIENTS = 500;
  private static final int FEWEST_DAYS = 2;
  private static final int MOST_DAYS = 6;

  public SimulationPlan {
    if (patients < 1 || patients > MOST_PATIENTS) {
      throw new IllegalArgumentException("patients are 1 to " + MOST_PATIENTS);
    }
    if (days < FEWEST_DAYS || days > MOST_DAYS) {
      throw new IllegalArgumentException("days are " + FEWEST_DAYS + " to " + MOST_DAYS);
    }
    if (!run.matches("[a-z0-9]{1,20}")) {
      throw new IllegalArgumentException("the name of a run has 1 to 20 of a-z and 0-9");
    }
  }
}
