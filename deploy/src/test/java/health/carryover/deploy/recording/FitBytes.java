package health.carryover.deploy.recording;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes FIT files, byte by byte as the protocol says, without a line of the reader. */
final class FitBytes {
  static final long ORIGIN_SECONDS = 631_065_600;

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final ByteOrder order;

  FitBytes(ByteOrder order) {
    this.order = order;
  }

  /** A definition: triples of field number, size and base type. */
  FitBytes define(int local, int global, int... fields) {
    return define(0x40 | local, global, new int[0], fields);
  }

  /** The same with developer fields of the given sizes behind. */
  FitBytes defineWithDeveloperFields(int local, int global, int[] sizes, int... fields) {
    return define(0x60 | local, global, sizes, fields);
  }

  private FitBytes define(int head, int global, int[] developerSizes, int... fields) {
    byte big = (byte) (order == ByteOrder.BIG_ENDIAN ? 1 : 0);
    body.write(head);
    body.write(0);
    body.write(big);
    number(2, global);
    body.write(fields.length / 3);
    for (int field : fields) {
      body.write(field);
    }
    if ((head & 0x20) != 0) {
      body.write(developerSizes.length);
      for (int i = 0; i < developerSizes.length; i++) {
        body.write(i);
        body.write(developerSizes[i]);
        body.write(0);
      }
    }
    return this;
  }

  /** The head of a data message. */
  FitBytes data(int local) {
    body.write(local);
    return this;
  }

  /** The head of a data message whose time is the last one's, gone on to these five bits. */
  FitBytes compressed(int local, long fitSeconds) {
    body.write(0x80 | local << 5 | (int) (fitSeconds & 0x1F));
    return this;
  }

  FitBytes number(int size, long value) {
    ByteBuffer number = ByteBuffer.allocate(8).order(order).putLong(value);
    body.write(number.array(), order == ByteOrder.BIG_ENDIAN ? 8 - size : 0, size);
    return this;
  }

  byte[] file() {
    byte[] data = body.toByteArray();
    ByteBuffer file = ByteBuffer.allocate(14 + data.length + 2).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 14).put((byte) 0x20).putShort((short) 2132).putInt(data.length);
    file.put(".FIT".getBytes(StandardCharsets.US_ASCII)).putShort((short) 0).put(data);
    file.putShort((short) checksum(file.array(), 14 + data.length));
    return file.array();
  }

  /** CRC-16 with the polynomial 0x8005, bits reversed, bit by bit. */
  static int checksum(byte[] bytes, int length) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      sum ^= bytes[i] & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ 0xA001;
      }
    }
    return sum;
  }
}
