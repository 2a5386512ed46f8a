package health.carryover.deploy.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One broker a folder, whether in this process or in another. Ends with the process, however that
 * ends. Not thread-safe; the broker guards it.
 */
final class FolderLock implements AutoCloseable {

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the folder at once or fails. */
  static FolderLock take(Path folder) throws BrokerStartException {
    FileChannel channel;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new BrokerStartException("The broker's folder " + folder + " cannot be written.", e);
    }
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new FolderLock(channel);
      }
      channel.close();
      throw inUse(folder, null);
    } catch (OverlappingFileLockException e) {
      closeQuietly(channel, e);
      throw inUse(folder, e);
    } catch (BrokerStartException e) {
      throw e;
    } catch (IOException e) {
      closeQuietly(channel, e);
      throw new BrokerStartException("The broker's folder " + folder + " cannot be locked.", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static BrokerStartException inUse(
      Path folder, @org.jspecify.annotations.Nullable Throwable cause) {
    return new BrokerStartException(
        "The broker's folder " + folder + " is in use by another broker.", cause);
  }

  private static void closeQuietly(FileChannel channel, Exception reason) {
    try {
      channel.close();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}
