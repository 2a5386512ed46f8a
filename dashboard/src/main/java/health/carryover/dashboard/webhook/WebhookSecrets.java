package health.carryover.dashboard.webhook;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How a sender of events proves who it is; everything that is set must be right.
 *
 * @param token sent as bearer token, or null
 * @param signingKey with which it signs, or null
 */
public record WebhookSecrets(@Nullable String token, byte @Nullable [] signingKey) {
  private static final String SIGNING_PREFIX = "whsec_";

  /** Nobody may send events. */
  public static final WebhookSecrets NONE = new WebhookSecrets(null, null);

  /**
   * What is written in a configuration; empty texts are not set.
   *
   * @throws IllegalArgumentException if the signing secret is not {@code whsec_} and base 64
   */
  public static WebhookSecrets of(String token, String signingSecret) {
    byte[] key =
        signingSecret.isEmpty()
            ? null
            : Base64.getDecoder()
                .decode(
                    signingSecret.startsWith(SIGNING_PREFIX)
                        ? signingSecret.substring(SIGNING_PREFIX.length())
                        : signingSecret);
    return new WebhookSecrets(token.isEmpty() ? null : token, key);
  }

  /** Whether anything is set. */
  public boolean any() {
    return token != null || signingKey != null;
  }

  /** What is set, not how it reads. */
  @Override
  public String toString() {
    return "WebhookSecrets[token=%s, signingKey=%s]"
        .formatted(token == null ? "none" : "***", signingKey == null ? "none" : "***");
  }
}
