package health.carryover.deploy.command;

import health.carryover.analysis.port.PersonErasure;
import health.carryover.analysis.port.PersonErasure.Note;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.deploy.backup.InstallationBackup;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.erasure.ErasureNotes;
import health.carryover.deploy.erasure.ErasureRun;
import health.carryover.deploy.erasure.RepeatedErasures;
import health.carryover.deploy.erasure.RunningParts;
import health.carryover.deploy.service.StoreChoice;
import health.carryover.store.sql.SqlStores;
import health.carryover.store.sql.StoreOpenException;
import health.carryover.store.sqlite.BackupFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A copy of the data, put back where there are none. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Puts a backup where the settings keep journal and records, where no data may be yet: into"
          + " files or an empty PostgreSQL database, whichever it was made of.",
      "People who were erased since the backup was made are erased again, as far as "
          + ErasureNotes.FILE
          + " in the data folder, in the backup or in FILE says so."
    })
final class RestoreCommand implements Callable<Integer> {
  @Mixin private final SettingsOption settings = new SettingsOption();

  @Parameters(paramLabel = "DIR", description = "A folder that backup made.")
  private Path folder = Path.of("");

  @Option(
      names = "--erasures",
      paramLabel = "FILE",
      description = "The erasures.jsonl of a newer backup, if the data folder has none any more.")
  private @Nullable Path erasures;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    Settings read = settings.read();
    PrintWriter out = spec.commandLine().getOut();
    int again;
    try {
      ErasureNotes noted = new ErasureNotes(read.dataFolder().resolve(ErasureNotes.FILE));
      noted.add(new ErasureNotes(folder.resolve(ErasureNotes.FILE)).read());
      if (erasures != null) {
        noted.add(new ErasureNotes(erasures).read());
      }
      new InstallationBackup(read, out::println).restore(folder);
      again = eraseAgain(read, noted.read());
    } catch (BackupFailedException | StoreOpenException failed) {
      throw new CommandFailure(String.valueOf(failed.getMessage()));
    } catch (StoreUnavailableException away) {
      throw new CommandFailure(away.getMessage() + "; run it again, it goes on where it was");
    } catch (IOException unreadable) {
      throw new CommandFailure(String.valueOf(unreadable.getMessage()));
    }
    out.println("Restored    " + folder.toAbsolutePath());
    if (again > 0) {
      out.println("Erased      again " + again + " who were erased since the backup was made");
    }
    out.flush();
    return 0;
  }

  private static int eraseAgain(Settings settings, List<Note> notes)
      throws CommandFailure, InterruptedException {
    if (notes.isEmpty()) {
      return 0;
    }
    try (SqlStores stores = StoreChoice.open(settings, () -> false)) {
      PersonErasure people = stores.personErasure();
      List<ErasureRun.Outcome> again =
          RepeatedErasures.repeat(
              new ErasureRun(stores.journal(), people, RunningParts.NONE), people, notes);
      if (again.stream().anyMatch(outcome -> !outcome.left().isEmpty())) {
        throw new CommandFailure(
            "it is restored, but of somebody who was erased since something is left; the service"
                + " tries again when it starts");
      }
      return again.size();
    } catch (StoreUnavailableException away) {
      throw new CommandFailure(
          "it is restored, but who was erased since is not erased again yet: "
              + away.getMessage()
              + "; the service does it when it starts");
    }
  }
}
