package health.carryover.deploy.broker;

import javax.net.ssl.SSLContext;

/**
 * TLS at the embedded broker.
 *
 * @param context shows the broker's certificate, and knows the authorities for devices'
 *     certificates
 */
public record BrokerEncryption(SSLContext context, ClientCertificates clients) {

  /** Whether clients may show certificates of their own. */
  public enum ClientCertificates {
    /** They are not asked for one. */
    NONE,
    /** They may show one; a wrong one ends the connection, none leaves it to the secret. */
    OPTIONAL
  }
}
