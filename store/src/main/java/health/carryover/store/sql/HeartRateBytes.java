package health.carryover.store.sql;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Heart-rate readings as bytes, without loss.
 *
 * <p>One byte for the form, the number of readings, then all times, then all heart rates. Times are
 * stored as the change of the distance to the time before, so that an even rhythm costs one byte a
 * reading; heart rates as the change in tenths of a beat, or as they are where one of them is no
 * exact tenth. Whole numbers have a variable length of seven bits a byte, the sign in the lowest
 * bit.
 */
final class HeartRateBytes {
  private static final byte TENTHS = 1;
  private static final byte EXACT = 2;
  private static final float TENTHS_PER_BEAT = 10f;
  private static final int MORE = 0x80;
  private static final int BITS = 0x7F;

  private HeartRateBytes() {}

  /** The bytes of two parallel arrays of one length. */
  static byte[] of(long[] atMillis, float[] bpm) {
    if (atMillis.length != bpm.length) {
      throw new IllegalArgumentException("heart-rate arrays must be of one length");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * bpm.length + 16);
    boolean tenths = allTenths(bpm);
    bytes.write(tenths ? TENTHS : EXACT);
    write(bytes, bpm.length);
    long before = 0;
    long distanceBefore = 0;
    for (long at : atMillis) {
      long distance = at - before;
      write(bytes, distance - distanceBefore);
      before = at;
      distanceBefore = distance;
    }
    long tenthsBefore = 0;
    for (float beats : bpm) {
      if (tenths) {
        long now = tenthsOf(beats);
        write(bytes, now - tenthsBefore);
        tenthsBefore = now;
      } else {
        bytes.writeBytes(ByteBuffer.allocate(Float.BYTES).putFloat(beats).array());
      }
    }
    return bytes.toByteArray();
  }

  /** What {@link #of} was made of. */
  static Readings parse(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte form = in.get();
    if (form != TENTHS && form != EXACT) {
      throw new IllegalStateException("stored heart-rate readings of an unknown form");
    }
    int count = Math.toIntExact(read(in));
    long[] atMillis = new long[count];
    long before = 0;
    long distance = 0;
    for (int i = 0; i < count; i++) {
      distance += read(in);
      before += distance;
      atMillis[i] = before;
    }
    float[] bpm = new float[count];
    long tenths = 0;
    for (int i = 0; i < count; i++) {
      if (form == TENTHS) {
        tenths += read(in);
        bpm[i] = tenths / TENTHS_PER_BEAT;
      } else {
        bpm[i] = in.getFloat();
      }
    }
    return new Readings(atMillis, bpm);
  }

  private static boolean allTenths(float[] bpm) {
    for (float beats : bpm) {
      if (Float.floatToRawIntBits(tenthsOf(beats) / TENTHS_PER_BEAT)
          != Float.floatToRawIntBits(beats)) {
        return false;
      }
    }
    return true;
  }

  private static long tenthsOf(float beats) {
    return Math.round((double) beats * TENTHS_PER_BEAT);
  }

  private static void write(ByteArrayOutputStream out, long number) {
    long left = (number << 1) ^ (number >> (Long.SIZE - 1));
    while ((left & ~BITS) != 0) {
      out.write((int) (left & BITS) | MORE);
      left >>>= 7;
    }
    out.write((int) left);
  }

  private static long read(ByteBuffer in) {
    long bits = 0;
    int shift = 0;
    byte next;
    do {
      next = in.get();
      bits |= (long) (next & BITS) << shift;
      shift += 7;
    } while ((next & MORE) != 0);
    return (bits >>> 1) ^ -(bits & 1);
  }

  /** Two parallel arrays: epoch milliseconds and beats per minute. */
  record Readings(long[] atMillis, float[] bpm) {}
}
