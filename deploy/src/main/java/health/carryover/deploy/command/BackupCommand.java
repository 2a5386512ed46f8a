package health.carryover.deploy.command;

import health.carryover.deploy.erasure.ErasureNotes;
import health.carryover.store.sqlite.BackupFailedException;
import health.carryover.store.sqlite.SqliteBackup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A copy of the data, made while the service works. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = "Copies journal and records into a new folder, while the service works or not.")
final class BackupCommand implements Callable<Integer> {
  @Mixin private final SettingsOption settings = new SettingsOption();

  @Parameters(paramLabel = "DIR", description = "The new folder.")
  private Path folder = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure {
    Path store = settings.readStoreFolder();
    try {
      SqliteBackup.make(store, folder);
      // After the copy: who is erased meanwhile is in the copy, and is noted beside it.
      new ErasureNotes(folder.resolve(ErasureNotes.FILE))
          .add(new ErasureNotes(store.resolveSibling(ErasureNotes.FILE)).read());
    } catch (BackupFailedException failed) {
      throw new CommandFailure(String.valueOf(failed.getMessage()));
    } catch (IOException unnoted) {
      throw new CommandFailure(
          "the erasures are not noted in the backup: "
              + unnoted.getMessage()
              + "; delete "
              + folder
              + " and make it again");
    }
    spec.commandLine().getOut().println("Backup      " + folder.toAbsolutePath());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
