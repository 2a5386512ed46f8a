package health.carryover.deploy.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HexFormat;

/**
 * How far the publication of one file got, kept in a small file so that an interrupted one goes on.
 * What was acknowledged after the last {@link #save} is sent again and counts once. {@link
 * #acknowledged}: any thread; the rest: one thread.
 */
final class PublishedSoFar {
  private final Path place;
  private final BitSet acknowledged = new BitSet();
  private int saved;

  private PublishedSoFar(Path place, int first) {
    this.place = place;
    this.saved = first;
    this.acknowledged.set(0, first);
  }

  /**
   * The publication of {@code file} to {@code target}, another one if either changes.
   *
   * @param messages how many there are in all
   */
  static PublishedSoFar of(Path folder, String target, Path file, int messages) throws IOException {
    MessageDigest digest = sha256();
    digest.update(target.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    digest.update(Files.readAllBytes(file));
    Path place = folder.resolve(HexFormat.of().formatHex(digest.digest()));
    return new PublishedSoFar(place, Math.min(read(place), messages));
  }

  /** The same without what was kept. */
  PublishedSoFar fromTheStart() {
    return new PublishedSoFar(place, 0);
  }

  private static int read(Path place) throws IOException {
    if (!Files.exists(place)) {
      return 0;
    }
    String text = Files.readString(place).strip();
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }

  /** How many messages at the beginning need not be sent. */
  int first() {
    synchronized (acknowledged) {
      return acknowledged.nextClearBit(0);
    }
  }

  /** The broker has the message with that index, counted from 0. */
  void acknowledged(int index) {
    synchronized (acknowledged) {
      acknowledged.set(index);
    }
  }

  /** Keeps the place if it moved. */
  void save() {
    int first = first();
    if (first == saved) {
      return;
    }
    try {
      Files.createDirectories(place.getParent());
      Path next = place.resolveSibling(place.getFileName() + ".new");
      Files.writeString(next, first + "\n");
      Files.move(next, place, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      saved = first;
    } catch (IOException e) {
      throw new UncheckedIOException("the place cannot be kept", e);
    }
  }

  /** Everything is published: the next publication begins at the start. */
  void finished() {
    try {
      Files.deleteIfExists(place);
    } catch (IOException e) {
      throw new UncheckedIOException("the place cannot be removed", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
