package health.carryover.deploy.command;

import health.carryover.deploy.config.Settings;
import health.carryover.deploy.log.JsonLines;
import health.carryover.deploy.log.LogLevels;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.deploy.service.ServiceStartException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The service, until it is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Runs the service until it is told to stop (Ctrl-C, SIGTERM).")
final class ServeCommand implements Callable<Integer> {
  @Mixin private final SettingsOption settings = new SettingsOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    Settings read = settings.read();
    LogLevels.write(read.logLevel().name());
    if (read.logForm() == Settings.LogForm.JSON) {
      JsonLines.write();
    }
    PrintWriter out = spec.commandLine().getOut();
    UntilStopped stop = new UntilStopped();
    try {
      while (!serve(read, stop, out)) {
        // Others have its patients now; it begins anew, with nothing in memory, and gets some back.
        if (read.store().inUse() != Settings.StoreInUse.SHARE) {
          throw new CommandFailure("another service has taken the stores over; start again");
        }
      }
    } catch (ServiceStartException failed) {
      if (stop.askedToStop()) {
        return 0;
      }
      throw new CommandFailure(String.valueOf(failed.getMessage()));
    } finally {
      stop.finished();
    }
    return 0;
  }

  /** Whether the process was asked to end, or else another service has taken this one's place. */
  private static boolean serve(Settings settings, UntilStopped stop, PrintWriter out)
      throws ServiceStartException, InterruptedException {
    try (CarryoverService service =
        CarryoverService.start(settings, InstantSource.system(), stop::askedToStop)) {
      out.println("Dashboard   " + service.dashboardAddress());
      out.println("Sign in     " + service.signInLink());
      out.println("Management  " + service.managementAddress());
      out.flush();
      boolean asked = stop.await(service::displaced);
      if (!asked && settings.store().inUse() == Settings.StoreInUse.SHARE) {
        service.abandonOutcomes();
      }
      return asked;
    }
  }
}
