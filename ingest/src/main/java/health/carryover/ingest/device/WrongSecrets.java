package health.carryover.ingest.device;

import java.time.Duration;
import java.time.Instant;

/**
 * How many wrong secrets are looked at: each costs a derivation, and none may be guessed. Bounded
 * for each device, for each address and for all together. An attempt is counted before it is
 * decided and given back if it was right, so that many at once cannot slip through. Any thread.
 */
final class WrongSecrets {
  private static final int FOR_ONE_DEVICE = 10;
  private static final int FROM_ONE_ADDRESS = 30;
  private static final int ALTOGETHER = 3_000;
  private static final Duration PER = Duration.ofMinutes(1);

  private final Attempts devices = new Attempts(FOR_ONE_DEVICE, ALTOGETHER, PER);
  private final Attempts addresses = new Attempts(FROM_ONE_ADDRESS, ALTOGETHER, PER);

  /** Whether one more may be looked at; if so it is counted. */
  synchronized boolean take(String device, String address, Instant now) {
    if (!addresses.take(address, now)) {
      return false;
    }
    if (!devices.take(device, now)) {
      addresses.giveBack(address);
      return false;
    }
    return true;
  }

  /** It was right. */
  synchronized void giveBack(String device, String address) {
    devices.giveBack(device);
    addresses.giveBack(address);
  }
}
