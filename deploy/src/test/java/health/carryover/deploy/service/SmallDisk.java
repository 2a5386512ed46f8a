package health.carryover.deploy.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk of a few MiB, in memory, that really becomes full. One thread. */
final class SmallDisk implements AutoCloseable {
  private static final int BLOCK = 4096;

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * Mounts one at {@code folder}, which is made. Without the right to mount nothing smaller than
   * the machine's own disk can be filled: the test is left out with one visible line, or fails if
   * it must not be.
   */
  static SmallDisk mount(Path folder, int mebibytes) throws IOException {
    Files.createDirectory(folder);
    if (run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString())
        != 0) {
      String line = "no right to mount a small disk here, a full one is not tried";
      assertThat(Boolean.getBoolean("carryover.providers.required")).as(line).isFalse();
      System.out.println("SmallDisk: " + line);
      abort(line);
    }
    return new SmallDisk(folder);
  }

  Path folder() {
    return folder;
  }

  /** Leaves no byte. */
  void fill() throws IOException {
    byte[] block = new byte[BLOCK];
    try (OutputStream out = Files.newOutputStream(ballast())) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(Files.size(ballast())).isPositive();
    }
  }

  /** Gives the space back. */
  void makeRoom() throws IOException {
    Files.delete(ballast());
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }

  @Override
  public void close() {
    run("umount", "-l", folder.toString());
  }

  private static int run(String... command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException noSuchProgram) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
