package health.carryover.deploy.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Who vouches for certificates of others. Immutable. */
public final class Authorities {
  private final TrustManager[] managers;

  private Authorities(TrustManager... managers) {
    this.managers = managers;
  }

  /** Those that Java trusts. */
  public static Authorities ofJava() {
    return new Authorities(managers(null));
  }

  /** Those in a PEM file, and no others. */
  public static Authorities ofPem(Path file) throws UnusableKeyException {
    List<X509Certificate> certificates = PemFile.read(file).certificates();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < certificates.size(); i++) {
        store.setCertificateEntry("authority-" + i, certificates.get(i));
      }
      return new Authorities(managers(store));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a keystore in memory", e);
    }
  }

  /**
   * This one certificate, under whatever name it is met: for programs that reach a service on their
   * own machine and know its certificate from the same settings.
   */
  public static Authorities alone(X509Certificate certificate) {
    return new Authorities(new OneCertificate(certificate));
  }

  private static TrustManager[] managers(@Nullable KeyStore store) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform checks X.509", e);
    }
  }

  TrustManager[] managers() {
    return managers.clone();
  }
}
