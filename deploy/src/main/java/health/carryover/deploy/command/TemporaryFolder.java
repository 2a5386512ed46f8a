package health.carryover.deploy.command;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A folder that is gone with all that is in it when it is closed. */
record TemporaryFolder(Path path) implements AutoCloseable {

  static TemporaryFolder make() throws IOException {
    return new TemporaryFolder(Files.createTempDirectory("carryover-"));
  }

  /** One on the same disk as {@code place}. */
  static TemporaryFolder within(Path place) throws IOException {
    return new TemporaryFolder(Files.createTempDirectory(place, "carryover-"));
  }

  @Override
  public void close() throws IOException {
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failed)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
