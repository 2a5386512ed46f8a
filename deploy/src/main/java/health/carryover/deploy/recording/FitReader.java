package health.carryover.deploy.recording;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The record layout of FIT files (Flexible and Interoperable Data Transfer, protocol 1 and 2):
 * header, definition messages, data messages, compressed timestamps, developer fields, checksum.
 * Knows sizes and byte orders, not what the fields mean. Several files in one, one after the other,
 * are read as one.
 */
final class FitReader {
  /** The field that holds the time in every message that has one. */
  static final int TIMESTAMP = 253;

  private static final int SHORT_HEADER = 12;
  private static final int LONG_HEADER = 14;
  private static final int CHECKSUM_BYTES = 2;
  private static final int LOCAL_TYPES = 16;
  private static final int COMPRESSED = 0x80;
  private static final int DEFINITION = 0x40;
  private static final int DEVELOPER = 0x20;
  private static final int OFFSET_MASK = 0x1F;
  private static final byte[] SIGNATURE = ".FIT".getBytes(StandardCharsets.US_ASCII);
  private static final int[] CHECKSUM_TABLE = {
    0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
    0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400
  };

  private final ByteBuffer bytes;
  private final Listener listener;
  private final @Nullable Definition[] definitions = new @Nullable Definition[LOCAL_TYPES];
  private long lastTimestamp;

  /** Hears of data messages in the order of the file. */
  interface Listener {
    /**
     * One data message.
     *
     * @param number the global number of its kind
     * @param fields its single whole numbers by field number; one that holds the value reserved for
     *     "invalid" is absent
     */
    void message(int number, Map<Integer, Long> fields);
  }

  /** The bytes are no FIT file, or a damaged one. */
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(String what) {
      super(what, null, false, false);
    }
  }

  private record Field(int number, int size, Base base) {}

  private record Definition(int number, ByteOrder order, Field[] fields, int developerBytes) {}

  /** Whole numbers and their reserved values; anything else is passed over. */
  private enum Base {
    UNSIGNED,
    UNSIGNED_NOT_ZERO,
    SIGNED,
    OTHER;

    /** {@code code} with its mark for byte order, as definitions hold it. */
    static Base of(int code) {
      return switch (code & OFFSET_MASK) {
        case 0x00, 0x02, 0x04, 0x06, 0x0F -> UNSIGNED;
        case 0x0A, 0x0B, 0x0C, 0x10 -> UNSIGNED_NOT_ZERO;
        case 0x01, 0x03, 0x05, 0x0E -> SIGNED;
        default -> OTHER;
      };
    }
  }

  private FitReader(byte[] file, Listener listener) {
    this.bytes = ByteBuffer.wrap(file);
    this.listener = listener;
  }

  static void read(byte[] file, Listener listener) throws Damaged {
    FitReader reader = new FitReader(file, listener);
    do {
      reader.part();
    } while (reader.bytes.hasRemaining());
  }

  private void part() throws Damaged {
    int begin = bytes.position();
    int header = bytes.remaining() < SHORT_HEADER ? 0 : bytes.get(begin) & 0xFF;
    if ((header != SHORT_HEADER && header != LONG_HEADER) || bytes.remaining() < header) {
      throw new Damaged("is no FIT file");
    }
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    long size = bytes.getInt(begin + 4) & 0xFFFF_FFFFL;
    for (int i = 0; i < SIGNATURE.length; i++) {
      if (bytes.get(begin + 8 + i) != SIGNATURE[i]) {
        throw new Damaged("is no FIT file");
      }
    }
    if (size + header + CHECKSUM_BYTES > bytes.remaining()) {
      throw new Damaged("ends too early");
    }
    int end = begin + header + (int) size;
    if ((bytes.getShort(end) & 0xFFFF) != checksum(begin, end)) {
      throw new Damaged("is damaged: its checksum does not fit");
    }
    Arrays.fill(definitions, null);
    lastTimestamp = 0;
    bytes.position(begin + header);
    bytes.limit(end);
    while (bytes.hasRemaining()) {
      record();
    }
    bytes.limit(bytes.capacity());
    bytes.position(end + CHECKSUM_BYTES);
  }

  private void record() throws Damaged {
    int head = take(1).get() & 0xFF;
    if ((head & COMPRESSED) != 0) {
      // Five bits of seconds that go on from the last whole time, at most once around.
      long passed = ((head & OFFSET_MASK) - lastTimestamp) & OFFSET_MASK;
      lastTimestamp += passed;
      data(definitions[(head >> 5) & 3], true);
    } else if ((head & DEFINITION) != 0) {
      definitions[head & 0xF] = definition((head & DEVELOPER) != 0);
    } else {
      data(definitions[head & 0xF], false);
    }
  }

  private Definition definition(boolean developer) throws Damaged {
    ByteBuffer fixed = take(5);
    fixed.get();
    ByteOrder order = fixed.get() == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    int number = fixed.order(order).getShort() & 0xFFFF;
    Field[] fields = new Field[fixed.get() & 0xFF];
    for (int i = 0; i < fields.length; i++) {
      ByteBuffer field = take(3);
      fields[i] = new Field(field.get() & 0xFF, field.get() & 0xFF, Base.of(field.get()));
    }
    int developerBytes = 0;
    if (developer) {
      for (int left = take(1).get() & 0xFF; left > 0; left--) {
        developerBytes += take(3).get(1) & 0xFF;
      }
    }
    return new Definition(number, order, fields, developerBytes);
  }

  private void data(@Nullable Definition definition, boolean timed) throws Damaged {
    if (definition == null) {
      throw new Damaged("is damaged: a message without a definition");
    }
    Map<Integer, Long> values = new HashMap<>();
    for (Field field : definition.fields()) {
      Long value = value(field, take(field.size()).order(definition.order()));
      if (value != null) {
        values.put(field.number(), value);
      }
    }
    take(definition.developerBytes());
    Long own = values.get(TIMESTAMP);
    if (own != null) {
      lastTimestamp = own;
    } else if (timed) {
      values.put(TIMESTAMP, lastTimestamp);
    }
    listener.message(definition.number(), values);
  }

  private static @Nullable Long value(Field field, ByteBuffer at) {
    long raw;
    switch (field.size()) {
      case 1 -> raw = at.get();
      case 2 -> raw = at.getShort();
      case 4 -> raw = at.getInt();
      case 8 -> raw = at.getLong();
      default -> {
        return null;
      }
    }
    int bits = field.size() * Byte.SIZE;
    long ones = bits == Long.SIZE ? -1 : (1L << bits) - 1;
    return switch (field.base()) {
      case UNSIGNED -> (raw & ones) == ones ? null : (Long) (raw & ones);
      case UNSIGNED_NOT_ZERO -> raw == 0 ? null : (Long) (raw & ones);
      case SIGNED -> raw == ones >>> 1 ? null : (Long) raw;
      case OTHER -> null;
    };
  }

  private ByteBuffer take(int size) throws Damaged {
    if (bytes.remaining() < size) {
      throw new Damaged("is damaged: a message is cut off");
    }
    ByteBuffer part = bytes.slice(bytes.position(), size);
    bytes.position(bytes.position() + size);
    return part;
  }

  private int checksum(int from, int toExclusive) {
    int sum = 0;
    for (int i = from; i < toExclusive; i++) {
      int next = bytes.get(i) & 0xFF;
      sum = (sum >> 4) ^ CHECKSUM_TABLE[sum & 0xF] ^ CHECKSUM_TABLE[next & 0xF];
      sum = (sum >> 4) ^ CHECKSUM_TABLE[sum & 0xF] ^ CHECKSUM_TABLE[next >> 4];
    }
    return sum;
  }
}
