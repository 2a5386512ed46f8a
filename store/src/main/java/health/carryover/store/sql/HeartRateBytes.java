package health.carryover.store.sql;

import health.carryover.analysis.port.Telemetry.Reading;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

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

  /** Of one number. */
  private static final int MOST_BYTES = 10;

  private HeartRateBytes() {}

  /** The bytes of two parallel arrays of one length. */
  static byte[] of(long[] atMillis, float[] bpm) {
    if (atMillis.length != bpm.length) {
      throw new IllegalArgumentException("heart-rate arrays must be of one length");
    }
    boolean tenths = allTenths(bpm);
    byte[] bytes = new byte[1 + MOST_BYTES + bpm.length * 2 * MOST_BYTES];
    bytes[0] = tenths ? TENTHS : EXACT;
    int length = write(bytes, 1, bpm.length);
    long before = 0;
    long distanceBefore = 0;
    for (long at : atMillis) {
      long distance = at - before;
      length = write(bytes, length, distance - distanceBefore);
      before = at;
      distanceBefore = distance;
    }
    if (!tenths) {
      ByteBuffer exact = ByteBuffer.wrap(bytes).position(length);
      for (float beats : bpm) {
        exact.putFloat(beats);
      }
      return Arrays.copyOf(bytes, exact.position());
    }
    long tenthsBefore = 0;
    for (float beats : bpm) {
      long now = tenthsOf(beats);
      length = write(bytes, length, now - tenthsBefore);
      tenthsBefore = now;
    }
    return Arrays.copyOf(bytes, length);
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

  /** Gives the place after the number. */
  private static int write(byte[] bytes, int place, long number) {
    long left = (number << 1) ^ (number >> (Long.SIZE - 1));
    int next = place;
    while ((left & ~BITS) != 0) {
      bytes[next++] = (byte) ((left & BITS) | MORE);
      left >>>= 7;
    }
    bytes[next++] = (byte) left;
    return next;
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
  record Readings(long[] atMillis, float[] bpm) {
    /** Adds those from the first millisecond to before the second one. */
    void addTo(List<Reading> readings, String device, long from, long to) {
      for (int i = 0; i < atMillis.length; i++) {
        if (atMillis[i] >= from && atMillis[i] < to) {
          readings.add(new Reading(device, atMillis[i], bpm[i]));
        }
      }
    }
  }
}
