package health.carryover.deploy.command;

import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.deploy.backup.InstallationBackup;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.erasure.ErasureNotes;
import health.carryover.store.sql.StoreOpenException;
import health.carryover.store.sqlite.BackupFailedException;
import java.io.IOException;
import java.io.PrintWriter;
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
    description =
        "Copies journal and records into a new folder, from files or from PostgreSQL, while the"
            + " service works or not.")
final class BackupCommand implements Callable<Integer> {
  @Mixin private final SettingsOption settings = new SettingsOption();

  @Parameters(paramLabel = "DIR", description = "The new folder.")
  private Path folder = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure {
    Settings read = settings.read();
    PrintWriter out = spec.commandLine().getOut();
    try {
      new InstallationBackup(read, out::println).make(folder);
      // After the copy: who is erased meanwhile is in the copy, and is noted beside it.
      new ErasureNotes(folder.resolve(ErasureNotes.FILE))
          .add(new ErasureNotes(read.dataFolder().resolve(ErasureNotes.FILE)).read());
    } catch (BackupFailedException | StoreOpenException failed) {
      throw new CommandFailure(String.valueOf(failed.getMessage()));
    } catch (StoreUnavailableException away) {
      throw new CommandFailure(
          away.getMessage() + "; what is there of the backup can be deleted, make it again");
    } catch (IOException unnoted) {
      throw new CommandFailure(
          "the erasures are not noted in the backup: "
              + unnoted.getMessage()
              + "; delete "
              + folder
              + " and make it again");
    }
    out.println("Backup      " + folder.toAbsolutePath());
    out.flush();
    return 0;
  }
}
