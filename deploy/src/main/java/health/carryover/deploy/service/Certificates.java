package health.carryover.deploy.service;

import health.carryover.deploy.broker.BrokerEncryption;
import health.carryover.deploy.broker.BrokerEncryption.ClientCertificates;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.tls.Authorities;
import health.carryover.deploy.tls.Identity;
import health.carryover.deploy.tls.Tls;
import health.carryover.deploy.tls.UnusableKeyException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/** What the settings say of certificates, read from their files and checked. Immutable. */
public final class Certificates {
  private final @Nullable Identity own;
  private final @Nullable Authorities ofDevices;
  private final @Nullable SSLContext external;

  private Certificates(
      @Nullable Identity own, @Nullable Authorities ofDevices, @Nullable SSLContext external) {
    this.own = own;
    this.ofDevices = ofDevices;
    this.external = external;
  }

  /**
   * @throws UnusableKeyException if a file cannot be read, has expired, or key and certificate do
   *     not belong together
   */
  public static Certificates read(Settings settings, Instant now) throws UnusableKeyException {
    Path deviceAuthorities = settings.broker().tls().deviceAuthorities();
    return new Certificates(
        own(settings.tls(), now),
        deviceAuthorities == null ? null : Authorities.ofPem(deviceAuthorities),
        external(settings.broker().tls(), now));
  }

  private static @Nullable Identity own(Settings.Tls tls, Instant now) throws UnusableKeyException {
    Path keystore = tls.keystore();
    if (keystore != null) {
      return Identity.ofKeystore(keystore, tls.keystorePassword().reveal(), now);
    }
    Path certificate = tls.certificate();
    Path key = tls.key();
    return certificate == null || key == null ? null : Identity.ofPem(certificate, key, now);
  }

  private static @Nullable SSLContext external(Settings.BrokerTls tls, Instant now)
      throws UnusableKeyException {
    if (tls.encryption() == Settings.Encryption.NONE) {
      return null;
    }
    Path authorities = tls.authorities();
    Path certificate = tls.certificate();
    Path key = tls.key();
    return Tls.context(
        certificate == null || key == null ? null : Identity.ofPem(certificate, key, now),
        authorities == null ? Authorities.ofJava() : Authorities.ofPem(authorities));
  }

  /** When the own certificate expires; empty without one. */
  public Optional<Instant> endAt() {
    return Optional.ofNullable(own).map(Identity::endsAt);
  }

  /** With which HTTP servers show the own certificate; null: they do not encrypt. */
  @Nullable X509KeyManager ofServers() {
    return own == null ? null : own.keyManager();
  }

  /** With which the embedded broker encrypts; null: it does not. */
  @Nullable BrokerEncryption ofBroker() {
    if (own == null) {
      return null;
    }
    return ofDevices == null
        ? new BrokerEncryption(Tls.context(own, Authorities.ofJava()), ClientCertificates.NONE)
        : new BrokerEncryption(Tls.context(own, ofDevices), ClientCertificates.OPTIONAL);
  }

  /** With which an external broker is reached; null: without encryption. */
  @Nullable SSLContext toExternalBroker() {
    return external;
  }

  /**
   * With which programs that know the settings reach what this service listens with, under whatever
   * name; null: without encryption.
   */
  public @Nullable SSLContext toThisService() {
    return own == null ? null : Tls.context(null, Authorities.alone(own.certificate()));
  }
}
