package health.carryover.deploy.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/**
 * A certificate with the certificates above it and its private key, known to belong together and to
 * be valid at the time they were read. Immutable; the text form shows nothing of it.
 */
public final class Identity {
  private static final byte[] PROBE = "carryover".getBytes(StandardCharsets.US_ASCII);

  private final List<X509Certificate> chain;
  private final PrivateKey key;

  private Identity(List<X509Certificate> chain, PrivateKey key) {
    this.chain = List.copyOf(chain);
    this.key = key;
  }

  /**
   * Reads PEM files.
   *
   * @param certificate the own certificate first, then those above it
   * @param key a PKCS#8 key that is not encrypted; may be the same file
   */
  public static Identity ofPem(Path certificate, Path key, Instant now)
      throws UnusableKeyException {
    List<X509Certificate> chain = PemFile.read(certificate).certificates();
    return checked(certificate, chain, PemFile.read(key).privateKey(), now);
  }

  /** Reads a PKCS12 keystore with one private key, which has the keystore's password. */
  public static Identity ofKeystore(Path keystore, String password, Instant now)
      throws UnusableKeyException {
    char[] secret = password.toCharArray();
    try (InputStream in = Files.newInputStream(keystore)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, secret);
      for (String alias : Collections.list(store.aliases())) {
        Key key = store.getKey(alias, secret);
        Certificate[] chain = store.getCertificateChain(alias);
        if (key instanceof PrivateKey own && chain != null) {
          List<X509Certificate> certificates =
              Arrays.stream(chain).map(X509Certificate.class::cast).toList();
          return checked(keystore, certificates, own, now);
        }
      }
    } catch (IOException | GeneralSecurityException unreadable) {
      throw new UnusableKeyException(
          keystore,
          unreadable.getCause() instanceof UnrecoverableKeyException
              ? "does not open with the password that is set"
              : "cannot be read as a PKCS12 keystore");
    }
    throw new UnusableKeyException(keystore, "holds no private key with its certificate");
  }

  private static Identity checked(
      Path file, List<X509Certificate> chain, PrivateKey key, Instant now)
      throws UnusableKeyException {
    for (X509Certificate certificate : chain) {
      try {
        certificate.checkValidity(Date.from(now));
      } catch (CertificateExpiredException over) {
        throw new UnusableKeyException(
            file,
            "holds a certificate that expired at "
                + certificate.getNotAfter().toInstant()
                + ": replace it by a renewed one");
      } catch (CertificateNotYetValidException early) {
        throw new UnusableKeyException(
            file,
            "holds a certificate that is valid only from "
                + certificate.getNotBefore().toInstant()
                + " on: look at this machine's clock, or wait");
      }
    }
    if (!belongTogether(chain.get(0).getPublicKey(), key)) {
      throw new UnusableKeyException(
          file,
          "its first certificate and the key do not belong together: the own certificate comes"
              + " first, those above it after it");
    }
    return new Identity(chain, key);
  }

  /** Whether what the one signs is recognised by the other. */
  private static boolean belongTogether(PublicKey open, PrivateKey key) {
    String method =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    try {
      Signature signing = Signature.getInstance(method);
      signing.initSign(key);
      signing.update(PROBE);
      byte[] signed = signing.sign();
      Signature verifying = Signature.getInstance(method);
      verifying.initVerify(open);
      verifying.update(PROBE);
      return verifying.verify(signed);
    } catch (GeneralSecurityException another) {
      return false;
    }
  }

  /** The own certificate. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** When the first of its certificates expires. */
  public Instant endsAt() {
    return chain.stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /** What a server or client shows it with. */
  public X509KeyManager keyManager() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("own", key, new char[0], chain.toArray(X509Certificate[]::new));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, new char[0]);
      for (KeyManager manager : factory.getKeyManagers()) {
        if (manager instanceof X509KeyManager found) {
          return found;
        }
      }
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a keystore in memory", e);
    }
    throw new IllegalStateException("every Java platform has a key manager for X.509");
  }

  @Override
  public String toString() {
    return "Identity[]";
  }
}
