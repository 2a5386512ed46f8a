package health.carryover.analysis.session;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Some blocks in a row that are seldom looked at, compressed once: in memory and in every snapshot
 * they are the same bytes. Never changed.
 */
final class ReadingChapter implements ReadingSpan {
  /** An object and its array beside the bytes. */
  private static final int HEADERS = 72;

  private static final int MOST_BYTES = 1 << 24;
  private static final int BUFFER_BYTES = 1 << 13;

  private final long firstMillis;
  private final long lastMillis;
  private final long longestGapMillis;
  private final int checksum;
  private final byte[] compressed;

  private ReadingChapter(
      long firstMillis, long lastMillis, long longestGapMillis, int checksum, byte[] compressed) {
    this.firstMillis = firstMillis;
    this.lastMillis = lastMillis;
    this.longestGapMillis = longestGapMillis;
    this.checksum = checksum;
    this.compressed = compressed;
  }

  /** A chapter of these blocks, at least one, ascending by time. */
  static ReadingChapter of(List<ReadingBlock> blocks) {
    byte[] compressed = compressed(blocks);
    long longest = 0;
    long last = blocks.get(0).firstMillis();
    for (ReadingBlock block : blocks) {
      longest = Math.max(longest, Math.max(block.firstMillis() - last, block.longestGapMillis()));
      last = block.lastMillis();
    }
    return new ReadingChapter(
        blocks.get(0).firstMillis(), last, longest, checksum(compressed), compressed);
  }

  private static byte[] compressed(List<ReadingBlock> blocks) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater fast = new Deflater(Deflater.BEST_SPEED);
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(new DeflaterOutputStream(bytes, fast), BUFFER_BYTES))) {
      for (ReadingBlock block : blocks) {
        block.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      fast.end();
    }
    return bytes.toByteArray();
  }

  private static int checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  @Override
  public long firstMillis() {
    return firstMillis;
  }

  @Override
  public long lastMillis() {
    return lastMillis;
  }

  @Override
  public long longestGapMillis() {
    return longestGapMillis;
  }

  /** The {@code count} blocks it was made of. */
  List<ReadingBlock> blocks(int count) {
    try (DataInputStream in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(compressed)))) {
      List<ReadingBlock> blocks = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        blocks.add(ReadingBlock.read(in));
      }
      return blocks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int heapBytes() {
    return HEADERS + compressed.length;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(firstMillis);
    out.writeLong(lastMillis);
    out.writeLong(longestGapMillis);
    out.writeInt(checksum);
    out.writeInt(compressed.length);
    out.write(compressed);
  }

  /**
   * Reads what {@link #write} wrote, without unpacking it.
   *
   * @throws IOException if the bytes end early or were changed
   */
  static ReadingChapter read(DataInputStream in) throws IOException {
    long first = in.readLong();
    long last = in.readLong();
    long longestGap = in.readLong();
    int checksum = in.readInt();
    int length = in.readInt();
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("a chapter of " + length + " bytes");
    }
    byte[] compressed = in.readNBytes(length);
    if (compressed.length < length || checksum(compressed) != checksum) {
      throw new IOException("a chapter that was changed or cut");
    }
    return new ReadingChapter(first, last, longestGap, checksum, compressed);
  }
}
