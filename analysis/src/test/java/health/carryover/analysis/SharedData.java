package health.carryover.analysis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Public recordings and published expectations that live beside the checkout and never in it. Their
 * absence is one visible line, or a failure where {@code carryover.shared.required} is true.
 */
public final class SharedData {

  private SharedData() {}

  /** A file below the data folder; ends the test when it is absent. */
  public static Path file(String relative) {
    Path path = Path.of(System.getProperty("carryover.shared", "../shared"), "data", relative);
    if (!Files.exists(path)) {
      String line = "not compared: shared data file " + relative + " is absent";
      if (Boolean.getBoolean("carryover.shared.required")) {
        throw new AssertionError(line);
      }
      System.out.println(line);
      assumeTrue(false, line);
    }
    return path;
  }
}
