package health.carryover.deploy.command;

import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsException;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.demo.Demo;
import health.carryover.deploy.log.LogLevels;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.deploy.service.ServiceStartException;
import health.carryover.deploy.simulator.LivingClinic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything on this machine, with a clinic of invented patients. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs everything on this machine with a clinic of twelve invented patients: three weeks of",
      "history, then life in real time. Started again, it goes on where it was."
    })
final class DemoCommand implements Callable<Integer> {
  private static final int SEEDS = 1_000_000;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the demo keeps its data (default: ~/.carryover/demo).")
  private Path data = Path.of(System.getProperty("user.home"), ".carryover", "demo");

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The chance of a new clinic: the same seed, the same people and days.")
  private @Nullable Long seed;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    LogLevels.write("warn");
    PrintWriter out = spec.commandLine().getOut();
    UntilStopped stop = new UntilStopped();
    try (CarryoverService service = CarryoverService.start(settings(), InstantSource.system());
        Demo demo =
            new Demo(
                service, settings().clinic(), settings().dataFolder(), InstantSource.system())) {
      long chance = seed == null ? new SecureRandom().nextInt(SEEDS) : seed;
      Progress progress = Progress.of(out, "history");
      LivingClinic living = demo.prepare(chance, progress::show);
      progress.end();
      out.println("Carryover demo, twelve invented patients, seed " + living.clinic().seed());
      out.println("Data        " + settings().dataFolder());
      out.println("Dashboard   " + service.dashboardAddress());
      out.println("Sign in once with this link, within 15 minutes:");
      out.println(service.signInLink());
      out.println("Ctrl-C stops; started again, it goes on where it was.");
      out.flush();
      demo.live(living, stop::askedToStop);
    } catch (ServiceStartException failed) {
      throw new CommandFailure(String.valueOf(failed.getMessage()));
    } catch (TimeoutException late) {
      throw new CommandFailure("the demo does not get ready: " + late.getMessage());
    } catch (IOException failed) {
      throw new CommandFailure(data + " cannot be written: name another folder with --data");
    } finally {
      stop.finished();
    }
    return 0;
  }

  private Settings settings() throws CommandFailure {
    try {
      return SettingsReader.fromEnvironment(System.getenv()).withDataFolder(data.toAbsolutePath());
    } catch (SettingsException wrong) {
      throw new CommandFailure(wrong.problems());
    }
  }
}
