package health.carryover.store.sqlite;

import health.carryover.store.sql.StoreOpenException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Copies of a store's folder, made while a service works with it, and put back where there is none.
 */
public final class SqliteBackup {
  /**
   * The records before the journal: what is in the journal and not in the records is made anew from
   * it, and there is no way back.
   */
  private static final List<String> FILES = List.of("records.db", "journal.db");

  /** As {@code sha256sum --check} reads it. */
  private static final String SUMS = "SHA256SUMS";

  private static final int BUSY_TIMEOUT_MILLIS = 5_000;

  private SqliteBackup() {}

  /**
   * Copies the stores in {@code folder} into the new folder {@code backup}, which appears when all
   * of it is on the disk. Writers do not wait for it.
   */
  public static void make(Path folder, Path backup) throws BackupFailedException {
    requireFiles(folder, "There is nothing to back up in ");
    Path part = begin(backup);
    try {
      for (String file : FILES) {
        copy(folder.resolve(file), part.resolve(file));
      }
    } catch (SQLException failed) {
      throw unwritten(part, failed);
    }
    seal(part, backup);
  }

  /**
   * Makes the folder in which a backup is written before it appears as {@code backup}: for its
   * owner alone.
   *
   * @throws BackupFailedException if there is a backup of that name, or the folder cannot be made
   */
  public static Path begin(Path backup) throws BackupFailedException {
    if (Files.exists(backup)) {
      throw new BackupFailedException(backup + " is there already: name a new folder");
    }
    Path part = backup.resolveSibling(backup.getFileName() + ".part");
    try {
      Files.createDirectories(backup.toAbsolutePath().getParent());
      createForOwnerAlone(part);
      return part;
    } catch (IOException failed) {
      throw unwritten(part, failed);
    }
  }

  /** Notes the checksums of the two files in {@code part} and lets it appear as {@code backup}. */
  public static void seal(Path part, Path backup) throws BackupFailedException {
    try {
      Files.deleteIfExists(part.resolve(FolderLock.FILE));
      EntryIndexFile.delete(part);
      StringBuilder sums = new StringBuilder();
      for (String file : FILES) {
        makeReadable(part.resolve(file));
        force(part.resolve(file));
        sums.append(sha256(part.resolve(file))).append("  ").append(file).append('\n');
      }
      Files.writeString(part.resolve(SUMS), sums);
      force(part.resolve(SUMS));
      Files.move(part, backup, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | SQLException failed) {
      throw unwritten(part, failed);
    }
  }

  /** Without a log beside it, so that it can be read where nothing can be written. */
  private static void makeReadable(Path file) throws SQLException {
    try (Connection connection = source(file).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = DELETE");
    }
  }

  private static BackupFailedException unwritten(Path part, Exception failed) {
    return new BackupFailedException(
        "The backup cannot be written: " + failed.getMessage() + "; " + part + " can be deleted",
        failed);
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void createForOwnerAlone(Path folder) throws IOException {
    Files.createDirectory(folder);
    if (Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static void copy(Path from, Path to) throws SQLException {
    try (Connection connection = source(from).getConnection();
        PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
      vacuum.setString(1, to.toString());
      vacuum.execute();
    }
  }

  /**
   * Puts {@code backup} into {@code folder}, where no store may be.
   *
   * @throws BackupFailedException if there is one, or if a file of the backup is damaged
   * @throws StoreOpenException if a service has the folder, or if it cannot be written
   */
  public static void restore(Path backup, Path folder) throws BackupFailedException {
    requireFiles(backup, "There is no backup in ");
    FolderLock lock = FolderLock.claim(folder);
    try {
      for (String file : FILES) {
        if (Files.exists(folder.resolve(file))) {
          throw new BackupFailedException(
              folder + " holds data already: move it away, or set data.folder to another");
        }
        requireSound(backup.resolve(file));
      }
      requireSums(backup);
      for (String file : FILES) {
        Path part = folder.resolve(file + ".part");
        Files.copy(backup.resolve(file), part, StandardCopyOption.REPLACE_EXISTING);
        force(part);
      }
      // Whatever is left of one belongs to another journal.
      EntryIndexFile.delete(folder);
      for (String file : FILES) {
        Files.move(
            folder.resolve(file + ".part"), folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException | SQLException failed) {
      throw new BackupFailedException("The backup is not restored: " + failed.getMessage(), failed);
    } finally {
      lock.close();
    }
  }

  private static void requireSound(Path file) throws SQLException, BackupFailedException {
    try (Connection connection = source(file).getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("PRAGMA integrity_check")) {
      if (!found.next() || !"ok".equals(found.getString(1))) {
        throw new BackupFailedException(file + " is damaged: use another backup");
      }
    }
  }

  /** What was backed up before there were checksums has none. */
  private static void requireSums(Path backup) throws IOException, BackupFailedException {
    Path sums = backup.resolve(SUMS);
    for (String line : Files.exists(sums) ? Files.readAllLines(sums) : List.<String>of()) {
      String[] part = line.split(" {2}", 2);
      if (part.length != 2
          || !FILES.contains(part[1])
          || !part[0].equals(sha256(backup.resolve(part[1])))) {
        throw new BackupFailedException(
            backup + " is not as it was made (" + SUMS + "): use another backup");
      }
    }
  }

  private static void requireFiles(Path folder, String otherwise) throws BackupFailedException {
    if (FILES.stream().map(folder::resolve).anyMatch(Files::notExists)) {
      throw new BackupFailedException(otherwise + folder);
    }
  }

  private static SQLiteDataSource source(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
