package health.carryover.deploy.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Everything that is kept about a patient. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Fetches everything that the running service keeps about a patient: JSON lines for programs,"
          + " among them events.jsonl for analyze, and CSV for people.",
      "It holds a name and health data: keep it as safe as the data folder."
    })
final class ExportCommand implements Callable<Integer> {
  private static final Pattern PATIENT = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final int BLOCK_BYTES = 1 << 16;

  @Mixin private final SettingsOption settings = new SettingsOption();

  @Parameters(index = "0", paramLabel = "PATIENT", description = "The patient's pseudonymous id.")
  private String patient = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TO",
      description = "A new folder, or a new file that ends with .zip (default: PATIENT-export).")
  private @Nullable Path to;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    if (!PATIENT.matcher(patient).matches()) {
      throw new ParameterException(
          spec.commandLine(), "PATIENT has letters, digits, _ and -, up to 64");
    }
    Path target = (to == null ? Path.of(patient + "-export") : to).toAbsolutePath();
    if (Files.exists(target)) {
      throw new CommandFailure(target + " is there already: name a new one");
    }
    Path part = target.resolveSibling(target.getFileName() + ".part");
    Progress progress = Progress.of(spec.commandLine().getErr(), "Exported");
    ServiceCalls service = ServiceCalls.of(settings.read());
    try {
      service.download(
          "/api/v1/export?patient=" + patient,
          body -> {
            Files.createDirectories(target.getParent());
            if (target.toString().endsWith(".zip")) {
              save(body, part, progress);
            } else {
              Files.createDirectory(part, ownerAlone(part, "rwx------"));
              unpack(body, part, progress);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
          });
    } finally {
      delete(part);
    }
    progress.end();
    spec.commandLine().getOut().println("Exported    " + target);
    spec.commandLine().getOut().flush();
    return 0;
  }

  private static void save(InputStream body, Path file, Progress progress) throws IOException {
    Files.createFile(file, ownerAlone(file, "rw-------"));
    try (OutputStream out = Files.newOutputStream(file)) {
      copy(body, out, progress, 0);
    }
  }

  private static void unpack(InputStream body, Path folder, Progress progress) throws IOException {
    ZipInputStream zip = new ZipInputStream(body);
    long bytes = 0;
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      // The last part of the name alone, so that nothing can be written elsewhere.
      Path file = folder.resolve(String.valueOf(Path.of(entry.getName()).getFileName()));
      Files.createFile(file, ownerAlone(file, "rw-------"));
      try (OutputStream out = Files.newOutputStream(file)) {
        bytes = copy(zip, out, progress, bytes);
      }
    }
    // What follows the last file; a connection that broke off fails here at the latest.
    body.transferTo(OutputStream.nullOutputStream());
  }

  /** Health data that nobody asked to keep. */
  private static void delete(Path part) throws CommandFailure {
    if (Files.notExists(part)) {
      return;
    }
    try {
      if (Files.isDirectory(part)) {
        try (Stream<Path> files = Files.list(part)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
      }
      Files.delete(part);
    } catch (IOException kept) {
      throw new CommandFailure(part + " is not complete and should be deleted");
    }
  }

  private static long copy(InputStream from, OutputStream to, Progress progress, long before)
      throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    long bytes = before;
    for (int read = from.read(block); read >= 0; read = from.read(block)) {
      to.write(block, 0, read);
      bytes += read;
      progress.showBytes(bytes);
    }
    return bytes;
  }

  private static FileAttribute<?>[] ownerAlone(Path path, String permissions) throws IOException {
    boolean posix =
        Files.getFileStore(path.getParent())
            .supportsFileAttributeView(PosixFileAttributeView.class);
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
