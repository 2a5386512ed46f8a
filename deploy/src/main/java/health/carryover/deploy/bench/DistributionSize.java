package health.carryover.deploy.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much disk the program takes with all of its libraries. */
public final class DistributionSize {
  private DistributionSize() {}

  /**
   * One row.
   *
   * @param libraries the folder in which all of them are
   */
  public static BenchRow measure(Path libraries) throws IOException {
    try (Stream<Path> files = Files.walk(libraries)) {
      long bytes = files.filter(Files::isRegularFile).mapToLong(DistributionSize::size).sum();
      return BenchRow.of(
          "distribution", "the program with all of its libraries", "bytes", (double) bytes);
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
