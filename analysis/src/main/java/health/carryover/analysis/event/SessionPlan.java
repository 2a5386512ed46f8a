package health.carryover.analysis.event;

import org.jspecify.annotations.Nullable;

/**
 * What a session was meant to be. Everything may be absent.
 *
 * @param activity the kind of activity, as the device names it
 * @param template the exercise plan it repeats; sessions of one template are compared
 * @param plannedLoad the load set out for, in the patient's currency, not negative
 */
public record SessionPlan(
    @Nullable String activity, @Nullable String template, @Nullable Double plannedLoad) {

  /** Nothing is known of the plan. */
  public static final SessionPlan UNKNOWN = new SessionPlan(null, null, null);

  public SessionPlan {
    Scales.requireNotNegative(plannedLoad, "plannedLoad");
  }
}
