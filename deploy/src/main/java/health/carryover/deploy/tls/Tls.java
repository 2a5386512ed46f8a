package health.carryover.deploy.tls;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Contexts of Java's own TLS, which speaks 1.2 and 1.3. */
public final class Tls {
  private Tls() {}

  /**
   * For a side of a connection.
   *
   * @param shown null: nothing is shown, as most clients do
   * @param trusted who vouches for the other side
   */
  public static SSLContext context(@Nullable Identity shown, Authorities trusted) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          shown == null ? null : new KeyManager[] {shown.keyManager()}, trusted.managers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }
}
