package health.carryover.ingest.device;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The secrets of devices: 256 random bits, kept as a salted PBKDF2-HMAC-SHA256 hash (RFC 8018,
 * section 5.2). The hash names its method and rounds, so that both can change later.
 */
final class DeviceSecret {
  private static final String METHOD = "pbkdf2-sha256";
  private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
  private static final int SECRET_BYTES = 32;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;

  // The secrets are random: rounds against guessing would only slow down the devices' return.
  private static final int ROUNDS = 10_000;
  private static final int MOST_ROUNDS = 10_000_000;
  private static final int PARTS = 4;

  private final SecureRandom random = new SecureRandom();

  /** A new secret in letters, digits, _ and -. */
  String create() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_BYTES));
  }

  /** What is kept of {@code secret}. */
  String hash(String secret) {
    byte[] salt = bytes(SALT_BYTES);
    Base64.Encoder text = Base64.getEncoder().withoutPadding();
    return String.join(
        "$",
        METHOD,
        String.valueOf(ROUNDS),
        text.encodeToString(salt),
        text.encodeToString(derive(secret, salt, ROUNDS)));
  }

  /** Whether {@code secret} is the one that was hashed; false for a hash that is none. */
  static boolean matches(String secret, String hash) {
    String[] part = hash.split("\\$", -1);
    if (part.length != PARTS || !part[0].equals(METHOD)) {
      return false;
    }
    try {
      int rounds = Integer.parseInt(part[1]);
      byte[] salt = Base64.getDecoder().decode(part[2]);
      byte[] expected = Base64.getDecoder().decode(part[3]);
      return rounds > 0
          && rounds <= MOST_ROUNDS
          && salt.length > 0
          && MessageDigest.isEqual(expected, derive(secret, salt, rounds));
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private static byte[] derive(String secret, byte[] salt, int rounds) {
    PBEKeySpec spec = new PBEKeySpec(secret.toCharArray(), salt, rounds, HASH_BITS);
    try {
      return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    } finally {
      spec.clearPassword();
    }
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
