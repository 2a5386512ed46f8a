package health.carryover.dashboard;

import health.carryover.analysis.outcome.AlertChange;
import java.time.InstantSource;

/** Runs a dashboard over a made-up clinic until it is ended, for looking at the pages. */
public final class TryTheDashboard {
  private static final int PORT = 8081;

  private TryTheDashboard() {}

  public static void main(String[] arguments) throws InterruptedException {
    InstantSource clock = InstantSource.system();
    RunningDashboard dashboard =
        RunningDashboard.start(
            o ->
                DashboardOptions.of(RunningDashboard.CLINIC, "127.0.0.1", PORT)
                    .withAdministrationToken(RunningDashboard.ADMINISTRATION),
            clock);
    SampleClinic clinic = SampleClinic.fill(dashboard, clock.instant());
    clinic.run("p2", 15);
    System.out.println(dashboard.origin() + "/sign-in#" + dashboard.links.create());
    for (int second = 0; ; second++) {
      clinic.progress("p2", clock.instant(), 15 + second / 60.0);
      if (second % 30 == 20) {
        dashboard.feed.publish(
            clinic.liveAlert("live-" + second / 30, "p2", AlertChange.Change.RAISED));
      }
      Thread.sleep(1000);
    }
  }
}
