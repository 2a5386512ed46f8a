package health.carryover.deploy.simulate;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A message as it leaves its device.
 *
 * @param number the device's own, from 1; 0: it carries none
 * @param stream the last part of its topic
 * @param codes why parts of it, or all, cannot be used; empty: it is good
 * @param use what the installation is to do with it
 */
record Sending(long number, String stream, String payload, List<String> codes, Use use) {

  /** What is to become of a message. */
  enum Use {
    ACCEPTED,
    QUARANTINED
  }

  Sending {
    codes = List.copyOf(codes);
  }

  byte[] bytes() {
    return payload.getBytes(StandardCharsets.UTF_8);
  }
}
