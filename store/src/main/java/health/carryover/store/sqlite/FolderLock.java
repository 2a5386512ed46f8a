package health.carryover.store.sqlite;

import health.carryover.store.sql.StoreOpenException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The claim of one service to one data folder. The operating system lifts it when the process dies,
 * however it dies.
 */
final class FolderLock implements AutoCloseable {
  /** The name of the file that is locked. */
  static final String FILE = "carryover.lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Claims {@code folder}, making it if it is not there.
   *
   * @throws StoreOpenException if it is claimed, or cannot be made or written
   */
  static FolderLock claim(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!claimed(channel)) {
        channel.close();
        throw new StoreOpenException("The data folder " + folder + " is in use by another service");
      }
      return new FolderLock(channel);
    } catch (IOException e) {
      throw new StoreOpenException(
          "The data folder " + folder + " cannot be written: " + e.getClass().getSimpleName(), e);
    }
  }

  private static boolean claimed(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Gives the folder back. The file stays: removing it could remove another service's claim. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("the data folder could not be given back", e);
    }
  }
}
