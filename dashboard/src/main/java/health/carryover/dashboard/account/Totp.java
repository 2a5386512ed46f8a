package health.carryover.dashboard.account;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/**
 * Codes that change with the time (RFC 6238): six digits, steps of {@value #STEP_SECONDS} s since
 * 1970, HMAC-SHA-1, as every authenticator app does them. A code counts in its own step and in the
 * one before and after, for clocks that are a little off.
 */
final class Totp {
  private static final long STEP_SECONDS = 30;
  private static final int SECRET_BYTES = 20;
  private static final int DIGITS = 6;
  private static final int MODULUS = 1_000_000;

  private Totp() {}

  /** A new secret, in base 32. */
  static String secret(SecureRandom random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return Base32.toBase32String(secret);
  }

  /**
   * The step of which {@code code} is the code, if that step may be used now and comes after {@code
   * lastStep}: no code counts twice.
   *
   * @param secret in base 32
   */
  static OptionalLong step(String secret, String code, Instant now, long lastStep) {
    long current = Math.floorDiv(now.getEpochSecond(), STEP_SECONDS);
    OptionalLong found = OptionalLong.empty();
    for (long step = current - 1; step <= current + 1; step++) {
      boolean same =
          MessageDigest.isEqual(
              code(secret, step).getBytes(StandardCharsets.UTF_8),
              code.getBytes(StandardCharsets.UTF_8));
      if (same && step > lastStep) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  /** The code of {@code secret} at {@code now}. */
  static String code(String secret, Instant now) {
    return code(secret, Math.floorDiv(now.getEpochSecond(), STEP_SECONDS));
  }

  private static String code(String secret, long step) {
    return leftPadded(truncated(Base32.decode(secret), step) % MODULUS);
  }

  /** RFC 4226, section 5.3: 31 bits of the HMAC, from where its last four bits say. */
  static int truncated(byte[] secret, long step) {
    try {
      Mac hmac = Mac.getInstance("HmacSHA1");
      hmac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] mac = hmac.doFinal(java.nio.ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = mac[mac.length - 1] & 0x0f;
      return java.nio.ByteBuffer.wrap(mac, offset, Integer.BYTES).getInt() & 0x7fff_ffff;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA1", e);
    }
  }

  private static String leftPadded(int code) {
    return ("0".repeat(DIGITS) + code).substring(String.valueOf(code).length());
  }

  /** What authenticator apps read from a QR code. */
  static String uri(String secret, String login) {
    String account = URLEncoder.encode(login, StandardCharsets.UTF_8).replace("+", "%20");
    return "otpauth://totp/Carryover:" + account + "?secret=" + secret + "&issuer=Carryover";
  }
}
