package health.carryover.deploy.broker;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the embedded broker listens and what it may use.
 *
 * @param host the address to listen on; must be of the loopback unless access is guarded
 * @param port 0 to 65535; 0 takes a free one
 * @param folder where everything durable is kept; made if absent, and owned by one broker at a time
 * @param maximumDiskUsagePercent when the folder's disk is fuller than this, publishers are made to
 *     wait; 1 to 100
 * @param maximumPacketBytes larger packets are refused, at least 1
 * @param receiveMaximum how many messages an MQTT 5 publisher may have under way, 1 to 65535
 * @param memoryBytes messages held in memory before they are paged to disk, at least 1
 * @param connectWithin a connection whose whole CONNECT has not come after this is closed; positive
 * @param encryption null for none
 */
public record BrokerSettings(
    String host,
    int port,
    Path folder,
    int maximumDiskUsagePercent,
    int maximumPacketBytes,
    int receiveMaximum,
    long memoryBytes,
    Duration connectWithin,
    @Nullable BrokerEncryption encryption) {

  private static final int HIGHEST_PORT = 65_535;
  private static final int MOST_IN_FLIGHT = 65_535;
  private static final long MOST_MEMORY = 64L << 20;
  private static final int MEMORY_PART = 8;
  private static final int WHOLE_DISK_PERCENT = 100;

  public BrokerSettings {
    if (host.isBlank()) {
      throw new IllegalArgumentException("the broker's host is empty");
    }
    if (port < 0 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException("the broker's port " + port + " is not in 0..65535");
    }
    if (maximumDiskUsagePercent < 1 || maximumDiskUsagePercent > WHOLE_DISK_PERCENT) {
      throw new IllegalArgumentException("disk usage " + maximumDiskUsagePercent + " %");
    }
    if (receiveMaximum < 1 || receiveMaximum > MOST_IN_FLIGHT) {
      throw new IllegalArgumentException("receive maximum " + receiveMaximum);
    }
    if (maximumPacketBytes < 1 || memoryBytes < 1) {
      throw new IllegalArgumentException("packet size and memory are positive");
    }
    if (connectWithin.isNegative() || connectWithin.isZero()) {
      throw new IllegalArgumentException("the time to connect is positive");
    }
  }

  /**
   * On 127.0.0.1, disk up to 95 %, packets up to 1 MiB, 1000 under way, of messages in memory 64
   * MiB or an eighth of what this process may use, ten seconds to connect, not encrypted.
   */
  public static BrokerSettings local(int port, Path folder) {
    return new BrokerSettings(
        "127.0.0.1", port, folder, 95, 1 << 20, 1_000, memory(), Duration.ofSeconds(10), null);
  }

  private static long memory() {
    return Math.min(MOST_MEMORY, Runtime.getRuntime().maxMemory() / MEMORY_PART);
  }

  /** The same at another address. */
  public BrokerSettings at(String address) {
    return new BrokerSettings(
        address,
        port,
        folder,
        maximumDiskUsagePercent,
        maximumPacketBytes,
        receiveMaximum,
        memoryBytes,
        connectWithin,
        encryption);
  }

  /** The same with another time to connect. */
  public BrokerSettings connectingWithin(Duration time) {
    return new BrokerSettings(
        host,
        port,
        folder,
        maximumDiskUsagePercent,
        maximumPacketBytes,
        receiveMaximum,
        memoryBytes,
        time,
        encryption);
  }

  /** The same, speaking TLS alone. */
  public BrokerSettings encrypted(BrokerEncryption with) {
    return new BrokerSettings(
        host,
        port,
        folder,
        maximumDiskUsagePercent,
        maximumPacketBytes,
        receiveMaximum,
        memoryBytes,
        connectWithin,
        with);
  }
}
