package health.carryover.deploy.simulator;

/**
 * How carefully a patient reports pain. Each is the probability that a report meets this fate, 0 to
 * 1.
 *
 * @param late it is sent hours after the moment it speaks of
 * @param twice the phone sends it a second time
 * @param missing it is never made
 */
public record ReportingHabits(double late, double twice, double missing) {
  /** Every report once and in time. */
  public static final ReportingHabits CAREFUL = new ReportingHabits(0, 0, 0);
}
