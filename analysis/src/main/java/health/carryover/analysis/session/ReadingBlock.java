package health.carryover.analysis.session;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Some readings of one device, ascending by time, in few bytes and without loss: the time as the
 * one step between them, or as what changed in the rhythm where it is not even; the heart rate as a
 * byte where all are whole, as two where all are whole tenths, else as it is. Never changed;
 * confined to one thread.
 */
final class ReadingBlock implements ReadingSpan {
  private static final int WHOLE = 0;
  private static final int TENTHS = 1;
  private static final int EXACT = 2;

  /** Beside one of these: all steps are the same, and stand there once. */
  private static final int EVEN = 4;

  private static final int MOST_BYTES_OF_TIME = 10;
  private static final int MOST_WHOLE = 0xFF;
  private static final int MOST_TENTHS = 0xFFFF;
  private static final float TENTH = 10;
  private static final int GROUP = 7;
  private static final int GROUP_BITS = 0x7F;
  private static final int MORE = 0x80;

  /** An object and its array beside the bytes. */
  private static final int HEADERS = 72;

  private static final long UNKNOWN = -1;

  private final long firstMillis;
  private final long lastMillis;
  private final int count;
  private final byte[] data;

  /** {@link #UNKNOWN} until it is asked for. */
  private long longestGapMillis = UNKNOWN;

  private ReadingBlock(long firstMillis, long lastMillis, int count, byte[] data) {
    this.firstMillis = firstMillis;
    this.lastMillis = lastMillis;
    this.count = count;
    this.data = data;
  }

  @Override
  public long firstMillis() {
    return firstMillis;
  }

  @Override
  public long lastMillis() {
    return lastMillis;
  }

  /** How many readings, at least 1. */
  int count() {
    return count;
  }

  @Override
  public long longestGapMillis() {
    if (longestGapMillis == UNKNOWN && (data[0] & EVEN) != 0) {
      longestGapMillis = (lastMillis - firstMillis) / (count - 1);
    } else if (longestGapMillis == UNKNOWN) {
      long[] atMillis = new long[count];
      unpack(atMillis, new float[count], 0);
      long longest = 0;
      for (int i = 1; i < count; i++) {
        longest = Math.max(longest, atMillis[i] - atMillis[i - 1]);
      }
      longestGapMillis = longest;
    }
    return longestGapMillis;
  }

  /** The readings {@code from} to {@code to}, exclusive. */
  static ReadingBlock of(long[] atMillis, float[] bpm, int from, int to) {
    int form = form(bpm, from, to);
    boolean even = isEven(atMillis, from, to);
    byte[] bytes = new byte[1 + (to - from) * (MOST_BYTES_OF_TIME + Float.BYTES)];
    int length = 0;
    bytes[length++] = (byte) (even ? form | EVEN : form);
    long step = 0;
    for (int i = from + 1; i < (even ? from + 2 : to); i++) {
      long next = atMillis[i] - atMillis[i - 1];
      length = variable(bytes, length, next - step);
      step = next;
    }
    for (int i = from; i < to; i++) {
      switch (form) {
        case WHOLE -> bytes[length++] = (byte) (int) bpm[i];
        case TENTHS -> {
          int tenths = Math.round(bpm[i] * TENTH);
          bytes[length++] = (byte) (tenths >> Byte.SIZE);
          bytes[length++] = (byte) tenths;
        }
        default -> {
          int bits = Float.floatToRawIntBits(bpm[i]);
          for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes[length++] = (byte) (bits >> shift);
          }
        }
      }
    }
    return new ReadingBlock(
        atMillis[from], atMillis[to - 1], to - from, Arrays.copyOf(bytes, length));
  }

  private static boolean isEven(long[] atMillis, int from, int to) {
    for (int i = from + 2; i < to; i++) {
      if (atMillis[i] - atMillis[i - 1] != atMillis[from + 1] - atMillis[from]) {
        return false;
      }
    }
    return to - from > 1;
  }

  private static int form(float[] bpm, int from, int to) {
    int form = WHOLE;
    for (int i = from; i < to; i++) {
      float value = bpm[i];
      if (form == WHOLE && !(value >= 0 && value <= MOST_WHOLE && value == (int) value)) {
        form = TENTHS;
      }
      if (form == TENTHS) {
        int tenths = Math.round(value * TENTH);
        if (!(tenths >= 0 && tenths <= MOST_TENTHS && tenths / TENTH == value)) {
          return EXACT;
        }
      }
    }
    return form;
  }

  private static int variable(byte[] bytes, int at, long value) {
    long left = (value << 1) ^ (value >> (Long.SIZE - 1));
    int next = at;
    while ((left & ~GROUP_BITS) != 0) {
      bytes[next++] = (byte) ((left & GROUP_BITS) | MORE);
      left >>>= GROUP;
    }
    bytes[next++] = (byte) left;
    return next;
  }

  /** Writes the readings into both arrays, beginning at {@code to}. */
  void unpack(long[] atMillis, float[] bpm, int to) {
    int place = 1;
    long step = 0;
    long at = firstMillis;
    boolean even = (data[0] & EVEN) != 0;
    atMillis[to] = at;
    for (int i = 1; i < count; i++) {
      if (i == 1 || !even) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
          next = data[place++];
          value |= (long) (next & GROUP_BITS) << shift;
          shift += GROUP;
        } while (next < 0);
        step += (value >>> 1) ^ -(value & 1);
      }
      at += step;
      atMillis[to + i] = at;
    }
    int form = data[0] & ~EVEN;
    for (int i = 0; i < count; i++) {
      switch (form) {
        case WHOLE -> bpm[to + i] = data[place++] & 0xFF;
        case TENTHS -> {
          bpm[to + i] = (((data[place] & 0xFF) << Byte.SIZE) | (data[place + 1] & 0xFF)) / TENTH;
          place += 2;
        }
        default -> {
          int bits = 0;
          for (int part = 0; part < Float.BYTES; part++) {
            bits = (bits << Byte.SIZE) | (data[place++] & 0xFF);
          }
          bpm[to + i] = Float.intBitsToFloat(bits);
        }
      }
    }
  }

  int heapBytes() {
    return HEADERS + data.length;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(firstMillis);
    out.writeLong(lastMillis);
    out.writeInt(count);
    out.writeInt(data.length);
    out.write(data);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the bytes end early or are no readings
   */
  static ReadingBlock read(DataInputStream in) throws IOException {
    long first = in.readLong();
    long last = in.readLong();
    int count = in.readInt();
    int length = in.readInt();
    // At least a byte of the heart rate each and one of the form; of the time, at least one step.
    if (count < 1
        || length < count + Math.min(2, count)
        || length > 1 + count * (MOST_BYTES_OF_TIME + Float.BYTES)) {
      throw new IOException("a block of " + count + " readings in " + length + " bytes");
    }
    byte[] data = new byte[length];
    in.readFully(data);
    return new ReadingBlock(first, last, count, data);
  }
}
