package health.carryover.dashboard;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What an authenticator app on somebody's phone does, written apart from the product's own. */
public final class Authenticator {
  private static final String BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Authenticator() {}

  /** The code of {@code secret}, which is in base 32, at {@code now}. */
  public static String code(String secret, Instant now) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(bytes(secret), "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(now.getEpochSecond() / 30).array());
      int at = hash[19] & 15;
      int number =
          (hash[at] & 127) << 24
              | (hash[at + 1] & 255) << 16
              | (hash[at + 2] & 255) << 8
              | (hash[at + 3] & 255);
      return String.format("%06d", number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(String secret) {
    ByteBuffer bytes = ByteBuffer.allocate(secret.length() * 5 / 8);
    long bits = 0;
    int held = 0;
    for (char letter : secret.toCharArray()) {
      bits = bits << 5 | BASE_32.indexOf(letter);
      held += 5;
      if (held >= 8) {
        held -= 8;
        bytes.put((byte) (bits >> held));
      }
    }
    return bytes.array();
  }
}
