package health.carryover.deploy.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * The secret in the data folder with which commands on this machine talk to the running service.
 * Whoever may read the folder may use it.
 */
public final class AdminToken {
  private static final String FILE = "admin.token";
  private static final int BYTES = 32;

  private AdminToken() {}

  /** The token of {@code folder}, made if there is none yet, readable by its owner alone. */
  static String ofService(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      String token = random();
      Files.createFile(file, ownerOnly(file, "rw-------"));
      Files.writeString(file, token, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
    }
    return ofCommand(folder);
  }

  /** 256 random bits in letters, digits, _ and -. */
  static String random() {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  /**
   * The token that the service of {@code folder} made.
   *
   * @throws IOException if no service ever ran there, or the file may not be read
   */
  public static String ofCommand(Path folder) throws IOException {
    return Files.readString(folder.resolve(FILE), StandardCharsets.UTF_8).strip();
  }

  /** The folder itself, with everything above it, readable by its owner alone. */
  static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder.toAbsolutePath().getParent());
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder, ownerOnly(folder, "rwx------"));
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> set = PosixFilePermissions.fromString(permissions);
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
  }
}
