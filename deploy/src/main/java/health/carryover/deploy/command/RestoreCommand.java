package health.carryover.deploy.command;

import health.carryover.store.sql.StoreOpenException;
import health.carryover.store.sqlite.BackupFailedException;
import health.carryover.store.sqlite.SqliteBackup;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A copy of the data, put back where there are none. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = "Puts a backup into the data folder of the settings, where no data may be yet.")
final class RestoreCommand implements Callable<Integer> {
  @Mixin private final SettingsOption settings = new SettingsOption();

  @Parameters(paramLabel = "DIR", description = "A folder that backup made.")
  private Path folder = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure {
    Path store = settings.readStoreFolder();
    try {
      SqliteBackup.restore(folder, store);
    } catch (BackupFailedException | StoreOpenException failed) {
      throw new CommandFailure(String.valueOf(failed.getMessage()));
    }
    spec.commandLine().getOut().println("Restored    " + folder.toAbsolutePath());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
