package health.carryover.ingest.mqtt;

/**
 * Makes the topic of a PUBLISH packet bearable for the client library, whose receiving thread dies
 * of a control character or a code point that is no character in it, as brokers that do not look
 * let through. The broker would send the message again to each new connection, and nothing behind
 * it would ever come. Whatever is not printable ASCII becomes a question mark, byte by byte: no
 * topic of the service has any of it, so the message is refused later with a reason and
 * acknowledged. Confined to the thread that reads.
 */
final class BearableTopic {

  private static final int HIGH_BITS = 0xF0;
  private static final int PUBLISH = 0x30;
  private static final int LENGTH_BYTES = 2;
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int DELETE = 0x7F;

  /** How many bytes of the body up to the end of the topic are still to come. */
  private int left;

  private int length;
  private int lengthBytesLeft;

  /** A packet begins with this byte. */
  void begin(int first) {
    boolean publish = (first & HIGH_BITS) == PUBLISH;
    lengthBytesLeft = publish ? LENGTH_BYTES : 0;
    left = 0;
    length = 0;
  }

  /** Passes the next bytes of the packet's body and changes what must be changed in them. */
  void pass(byte[] body, int fromInclusive, int toExclusive) {
    int at = fromInclusive;
    while (lengthBytesLeft > 0 && at < toExclusive) {
      length = length << Byte.SIZE | Byte.toUnsignedInt(body[at++]);
      lengthBytesLeft--;
      left = lengthBytesLeft == 0 ? length : 0;
    }
    int end = Math.min(toExclusive, at + left);
    left -= end - at;
    for (; at < end; at++) {
      // Bytes beyond ASCII are negative.
      if (body[at] < FIRST_PRINTABLE || body[at] == DELETE) {
        body[at] = '?';
      }
    }
  }
}
