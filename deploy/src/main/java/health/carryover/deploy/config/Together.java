package health.carryover.deploy.config;

import health.carryover.dashboard.webhook.WebhookSecrets;
import health.carryover.deploy.config.Settings.EmbeddedAccess;
import health.carryover.deploy.config.Settings.Encryption;
import health.carryover.deploy.config.Settings.InsecureListen;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds settings that are right alone and wrong together. Used once, by one thread. */
final class Together {
  private static final int SHORTEST_TOKEN = 16;

  private final Settings settings;
  private final Settings.Broker broker;
  private final Settings.BrokerTls certificates;
  private final Settings.Tls tls;
  private final List<String> problems = new ArrayList<>();

  Together(Settings settings) {
    this.settings = settings;
    this.broker = settings.broker();
    this.certificates = broker.tls();
    this.tls = settings.tls();
  }

  /** One line for each, saying what is wrong and what would be right. */
  List<String> problems() {
    ofOwnCertificate();
    switch (broker.kind()) {
      case EMBEDDED -> ofEmbeddedBroker();
      case EXTERNAL -> ofExternalBroker();
    }
    if (broker.user().isEmpty() && !broker.password().isEmpty()) {
      add(Keys.BROKER_PASSWORD, "is given without " + Keys.BROKER_USER.name());
    }
    if (!broker.askingToken().isEmpty()
        && broker.askingToken().reveal().length() < SHORTEST_TOKEN) {
      add(Keys.BROKER_ASKING_TOKEN, "has fewer than 16 characters");
    }
    Settings.Clocks clocks = settings.clocks();
    if (clocks.correctFrom().compareTo(Duration.ofSeconds(1)) < 0
        || clocks.correctUpTo().compareTo(clocks.correctFrom()) < 0) {
      add(
          Keys.CLOCK_CORRECT_FROM,
          "must be 1s or more and at most " + Keys.CLOCK_CORRECT_UP_TO.name());
    }
    if (settings.speakWithin().compareTo(Duration.ofSeconds(1)) < 0) {
      add(Keys.SPEAK_WITHIN, "must be 1s or more");
    }
    ofScreens(settings.screens());
    int token = settings.openWearables().token().reveal().length();
    if (token > 0 && token < SHORTEST_TOKEN) {
      add(Keys.OPEN_WEARABLES_TOKEN, "has fewer than 16 characters");
    }
    if (!isSigningSecret(settings.openWearables().signingSecret().reveal())) {
      add(Keys.OPEN_WEARABLES_SIGNING_SECRET, "must be whsec_ and base 64 behind it");
    }
    refuseBeyondLoopback(Keys.DASHBOARD_HOST, settings.dashboard().host());
    refuseBeyondLoopback(Keys.MANAGEMENT_HOST, settings.management().host());
    return problems;
  }

  private void ofScreens(Settings.Screens screens) {
    if (screens.idleTimeout().compareTo(Duration.ofMinutes(1)) < 0) {
      add(Keys.DASHBOARD_IDLE_TIMEOUT, "must be 1m or more");
    }
    if (screens.longestSession().compareTo(screens.idleTimeout()) < 0) {
      add(Keys.DASHBOARD_LONGEST_SESSION, "must be at least " + Keys.DASHBOARD_IDLE_TIMEOUT.name());
    }
    URI address = screens.publicAddress();
    if (address != null
        && !address.equals(URI.create(address.getScheme() + "://" + address.getAuthority()))) {
      add(Keys.DASHBOARD_PUBLIC_ADDRESS, "must end with the host or its port");
    }
  }

  private static boolean isSigningSecret(String text) {
    try {
      WebhookSecrets.of("", text);
      return true;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private void ofOwnCertificate() {
    if (tls.keystore() != null && (tls.certificate() != null || tls.key() != null)) {
      add(Keys.TLS_KEYSTORE, "is given beside PEM files; one of the two is right");
    } else {
      pair(Keys.TLS_CERTIFICATE, tls.certificate() != null, Keys.TLS_KEY, tls.key() != null);
    }
  }

  private void ofEmbeddedBroker() {
    if (certificates.encryption() == Encryption.TLS) {
      add(
          Keys.BROKER_ENCRYPTION,
          "is for an external broker; the embedded one encrypts with "
              + Keys.TLS_CERTIFICATE.name());
    }
    if (certificates.deviceAuthorities() != null && !tls.isSet()) {
      add(
          Keys.BROKER_DEVICE_AUTHORITIES,
          "certificates can be shown over TLS alone; set " + Keys.TLS_CERTIFICATE.name());
    }
    if (!broker.sharedGroup().isEmpty()) {
      add(
          Keys.BROKER_SHARED_GROUP,
          "the embedded broker serves one service; set " + Keys.BROKER_KIND.name() + "=external");
    }
    if (!TextForm.isLoopback(broker.host())) {
      if (broker.access() != EmbeddedAccess.CREDENTIALS) {
        add(
            Keys.BROKER_HOST,
            "beyond this machine the embedded broker lets in none without a secret; set "
                + Keys.BROKER_ACCESS.name()
                + "=credentials");
      }
      refuseBeyondLoopback(Keys.BROKER_HOST, broker.host());
    }
  }

  private void ofExternalBroker() {
    if (broker.port() == 0) {
      add(Keys.BROKER_PORT, "an external broker has a port of its own, not 0");
    }
    pair(
        Keys.BROKER_CERTIFICATE,
        certificates.certificate() != null,
        Keys.BROKER_KEY,
        certificates.key() != null);
    boolean usesFiles = certificates.authorities() != null || certificates.certificate() != null;
    if (usesFiles && certificates.encryption() == Encryption.NONE) {
      add(
          Keys.BROKER_ENCRYPTION,
          "is none, so that certificates for the broker are of no use; set it to tls");
    }
    if (certificates.encryption() == Encryption.NONE
        && settings.insecureListen() == InsecureListen.REFUSE
        && !TextForm.isLoopback(broker.host())) {
      add(
          Keys.BROKER_ENCRYPTION,
          "health data would go to and from "
              + broker.host()
              + " unencrypted; set it to tls, or set "
              + Keys.INSECURE_LISTEN.name()
              + "=everybody-on-the-network-may-read-health-data");
    }
    if (certificates.deviceAuthorities() != null) {
      add(
          Keys.BROKER_DEVICE_AUTHORITIES,
          "is for the embedded broker; an external one knows devices by its own settings");
    }
    if (!broker.sharedGroup().isEmpty()
        && !broker.sharedGroup().reveal().matches("[A-Za-z0-9_-]{16,64}")) {
      add(
          Keys.BROKER_SHARED_GROUP,
          "what is given is not 16 to 64 letters, digits, _ or -; nobody may guess it, since some"
              + " brokers let any device take messages away that knows it");
    }
    if (!broker.sharedGroup().isEmpty() && broker.instance().isEmpty()) {
      add(
          Keys.BROKER_INSTANCE,
          "services that share a group need a name each, or they throw each other off the broker");
    }
  }

  private void pair(Key<?> one, boolean oneIsSet, Key<?> other, boolean otherIsSet) {
    if (oneIsSet && !otherIsSet) {
      add(other, "is missing; " + one.name() + " needs it");
    } else if (otherIsSet && !oneIsSet) {
      add(one, "is missing; " + other.name() + " needs it");
    }
  }

  private void refuseBeyondLoopback(Key<String> key, String host) {
    if (TextForm.isLoopback(host)
        || tls.isSet()
        || settings.insecureListen() != InsecureListen.REFUSE) {
      return;
    }
    add(
        key,
        "listening on "
            + host
            + " would send health data unencrypted; set "
            + Keys.TLS_CERTIFICATE.name()
            + " and "
            + Keys.TLS_KEY.name()
            + ", keep 127.0.0.1 behind a proxy with TLS, or set "
            + Keys.INSECURE_LISTEN.name()
            + "=everybody-on-the-network-may-read-health-data");
  }

  private void add(Key<?> key, String problem) {
    problems.add(key.name() + ": " + problem);
  }
}
