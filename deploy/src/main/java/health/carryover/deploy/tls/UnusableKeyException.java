package health.carryover.deploy.tls;

import java.nio.file.Path;

/** A file cannot serve as certificate or key; one line that says why and what would be right. */
public final class UnusableKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableKeyException(Path file, String problem) {
    super(file + ": " + problem);
  }
}
