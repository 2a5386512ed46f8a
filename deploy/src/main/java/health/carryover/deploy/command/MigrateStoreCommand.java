package health.carryover.deploy.command;

import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsException;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.move.InstallationMove;
import health.carryover.store.move.MoveRefusedException;
import health.carryover.store.sql.StoreOpenException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A stopped installation, moved to other stores. */
@Command(
    name = "migrate-store",
    mixinStandardHelpOptions = true,
    description = {
      "Copies journal and records of a stopped service from where FROM keeps them to where TO keeps"
          + " them, files or PostgreSQL, and heart rate to InfluxDB if TO says so; then compares"
          + " every table.",
      "What is copied stays where it was. If it was interrupted, run it again: it goes on. No"
          + " service starts on the new stores before it has ended well."
    })
final class MigrateStoreCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      paramLabel = "FILE",
      required = true,
      description = "The settings that the service had.")
  private Path from = Path.of("");

  @Option(
      names = "--to",
      paramLabel = "FILE",
      required = true,
      description = "The settings that it will have. The place they name must be empty.")
  private Path to = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure {
    PrintWriter out = spec.commandLine().getOut();
    InstallationMove move =
        new InstallationMove(
            read(from),
            read(to),
            line -> {
              out.println(line);
              out.flush();
            });
    try {
      move.run();
    } catch (MoveRefusedException | StoreOpenException said) {
      throw new CommandFailure(String.valueOf(said.getMessage()));
    } catch (StoreUnavailableException away) {
      throw new CommandFailure(away.getMessage() + "; run it again, it goes on where it was");
    }
    out.println("Moved. Start the service with the settings in " + to);
    out.flush();
    return 0;
  }

  private static Settings read(Path file) throws CommandFailure {
    try {
      return SettingsReader.fromFile(file, System.getenv());
    } catch (SettingsException wrong) {
      throw new CommandFailure(wrong.problems());
    }
  }
}
