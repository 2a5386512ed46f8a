package health.carryover.deploy.health;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a look at one part of the machine found.
 *
 * @param well whether the service can run with it
 * @param words one line: what was looked at and, if it is not well, what to do
 */
public record Diagnosis(boolean well, String words) {
  private static final int REACH_MILLIS = 5_000;
  private static final long LITTLE_SPACE_MIB = 1024;

  /** As much as a device's clock may be off before it is corrected. */
  private static final Duration CLOCKS_APART = Duration.ofSeconds(30);

  private static final long MIB = 1L << 20;

  /** Version and memory of this Java. */
  public static Diagnosis ofJava() {
    return new Diagnosis(
        true,
        "Java %d, %d MiB of memory, %d processors"
            .formatted(
                Runtime.version().feature(),
                Runtime.getRuntime().maxMemory() / MIB,
                Runtime.getRuntime().availableProcessors()));
  }

  /** Whether data can be kept in {@code folder}, which is made if it is absent. */
  public static Diagnosis ofDataFolder(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "doctor", null));
      FileStore store = Files.getFileStore(folder);
      long free = store.getUsableSpace() / MIB;
      return new Diagnosis(
          free >= LITTLE_SPACE_MIB,
          "data folder %s can be written, %d MiB free%s"
              .formatted(
                  folder, free, free < LITTLE_SPACE_MIB ? ": make room for at least 1 GiB" : ""));
    } catch (IOException denied) {
      return new Diagnosis(
          false, "data folder " + folder + " cannot be written: set data.folder to one that can");
    }
  }

  /**
   * Whether journal and records can be kept.
   *
   * @param kind what keeps them
   * @param problem what is wrong; empty: nothing
   */
  public static Diagnosis ofStore(String kind, Optional<String> problem) {
    return new Diagnosis(
        problem.isEmpty(),
        "store %s %s"
            .formatted(
                kind.toLowerCase(Locale.ROOT),
                problem
                    .map(why -> "cannot be used: " + why.strip().replaceAll("\\s+", " "))
                    .orElse("can be used")));
  }

  /**
   * Whether this machine's clock can be right.
   *
   * @param newest when the newest message was received; null: there is none
   * @param ahead how far the database's clock is ahead of this one; null: nobody was asked
   */
  public static Diagnosis ofClock(Instant now, @Nullable Instant newest, @Nullable Duration ahead) {
    if (newest != null && newest.isAfter(now.plus(CLOCKS_APART))) {
      return new Diagnosis(
          false,
          "clock says %s, but a message was received at %s: set the clock, and keep it by NTP"
              .formatted(now.truncatedTo(ChronoUnit.SECONDS), newest));
    }
    if (ahead != null && ahead.abs().compareTo(CLOCKS_APART) > 0) {
      return new Diagnosis(
          false,
          "clock and that of the database are %d s apart: set both, and keep them by NTP"
              .formatted(ahead.abs().toSeconds()));
    }
    return new Diagnosis(true, "clock says " + now.truncatedTo(ChronoUnit.SECONDS));
  }

  /** Whether {@code port} is free to listen on. */
  public static Diagnosis ofPort(String part, String host, int port) {
    String problem = listenProblem(host, port);
    return new Diagnosis(
        problem == null,
        part
            + " port "
            + port
            + (problem == null ? " is free" : " " + problem)
            + (problem == null ? "" : ": stop what holds it or set " + part + ".port"));
  }

  /** Whether something answers at {@code host} and {@code port}. */
  public static Diagnosis ofReach(String part, String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), REACH_MILLIS);
      return new Diagnosis(true, part + " answers at " + host + ":" + port);
    } catch (IOException unreachable) {
      return new Diagnosis(
          false,
          part + " does not answer at " + host + ":" + port + ": start it or mend its address");
    }
  }

  private static @Nullable String listenProblem(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return null;
    } catch (IOException taken) {
      return "is in use or not allowed";
    }
  }

  @Override
  public String toString() {
    return (well ? "well   " : "mend   ") + words;
  }
}
