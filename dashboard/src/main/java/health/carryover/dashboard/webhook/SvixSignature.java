package health.carryover.dashboard.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The signature that Svix, and Open Wearables through it, puts on an event: HMAC-SHA256 over id,
 * time and body, in the header as {@code v1,<base 64>}, several apart by spaces.
 */
final class SvixSignature {
  private static final Duration OLDEST = Duration.ofMinutes(5);
  private static final String VERSION = "v1,";

  private final byte[] key;

  SvixSignature(byte[] key) {
    this.key = key.clone();
  }

  /** Whether one of {@code signatures} is right for exactly this, and it was signed lately. */
  boolean fits(
      @Nullable String id,
      @Nullable String timestamp,
      @Nullable String signatures,
      byte[] body,
      Instant now) {
    if (id == null || timestamp == null || signatures == null || !timestamp.matches("\\d{1,12}")) {
      return false;
    }
    Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
    if (age.abs().compareTo(OLDEST) > 0) {
      return false;
    }
    byte[] right = mac(id + "." + timestamp + ".", body);
    boolean fits = false;
    for (String signature : signatures.split(" ", -1)) {
      fits |= signature.startsWith(VERSION) && MessageDigest.isEqual(right, decoded(signature));
    }
    return fits;
  }

  private static byte[] decoded(String signature) {
    try {
      return Base64.getDecoder().decode(signature.substring(VERSION.length()));
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  private byte[] mac(String head, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(head.getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
