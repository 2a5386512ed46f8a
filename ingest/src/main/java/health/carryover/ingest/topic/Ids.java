package health.carryover.ingest.topic;

import java.util.regex.Pattern;

/** What identifiers look like. */
public final class Ids {
  private static final Pattern PSEUDONYM = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern DEVICE = Pattern.compile("[a-z0-9-]{1,64}");

  private Ids() {}

  /** Whether {@code text} can name a clinic, a patient or a session. */
  public static boolean isPseudonym(String text) {
    return PSEUDONYM.matcher(text).matches();
  }

  /** Whether {@code text} can name a device or a stream. */
  public static boolean isDevice(String text) {
    return DEVICE.matcher(text).matches();
  }

  static void requirePseudonym(String text) {
    if (!isPseudonym(text)) {
      throw new IllegalArgumentException("an id has 1 to 64 letters, digits, _ or -");
    }
  }

  static void requireDevice(String text) {
    if (!isDevice(text)) {
      throw new IllegalArgumentException("a device id has 1 to 64 of a-z, 0-9 and -");
    }
  }
}
