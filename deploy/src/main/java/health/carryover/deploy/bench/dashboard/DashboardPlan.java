package health.carryover.deploy.bench.dashboard;

/**
 * How large the clinic is and how often each call is timed.
 *
 * @param patients with history, 1 to 100,000
 * @param days of history, 1 to 60; every second day has a session
 * @param live how many of the patients are in a session, at most all
 * @param calls how often each call of the API is timed, at least 1
 * @param paints how often a browser paints each page, at least 1
 */
public record DashboardPlan(int patients, int days, int live, int calls, int paints) {
  /** 2,000 patients with ten days, 200 of them in a session; 200 calls each and 20 paints. */
  public static final DashboardPlan STANDARD = new DashboardPlan(2_000, 10, 200, 200, 20);

  private static final int MOST_PATIENTS = 100_000;
  private static final int MOST_DAYS = 60;

  public DashboardPlan {
    if (patients < 1 || patients > MOST_PATIENTS || days < 1 || days > MOST_DAYS) {
      throw new IllegalArgumentException("1 to 100,000 patients with 1 to 60 days");
    }
    if (live < 0 || live > patients || calls < 1 || paints < 1) {
      throw new IllegalArgumentException(
          "no more sessions than patients; every call is made at least once");
    }
  }
}
