package health.carryover.ingest.topic;

/** What identifiers look like. */
public final class Ids {
  private static final int LONGEST = 64;

  private Ids() {}

  /** Whether {@code text} can name a clinic, a patient or a session. */
  public static boolean isPseudonym(String text) {
    return hasLength(text) && isOfPseudonyms(text);
  }

  /** Whether {@code text} can name a device or a stream. */
  public static boolean isDevice(String text) {
    return hasLength(text) && isOfDevices(text);
  }

  private static boolean hasLength(String text) {
    return !text.isEmpty() && text.length() <= LONGEST;
  }

  // Every message asks some ten times: plain loops cost a twentieth of a pattern.
  private static boolean isOfPseudonyms(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isOfPseudonyms(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfDevices(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isOfDevices(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfPseudonyms(char character) {
    return isOfDevices(character) || (character >= 'A' && character <= 'Z') || character == '_';
  }

  private static boolean isOfDevices(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= '0' && character <= '9')
        || character == '-';
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
