package health.carryover.deploy.config;

import health.carryover.deploy.notify.NotificationSettings;
import health.carryover.deploy.notify.NotificationSettings.Encryption;
import health.carryover.deploy.notify.NotificationSettings.Mail;
import health.carryover.deploy.notify.NotificationSettings.Webhook;
import health.carryover.deploy.notify.QuietHours;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the keys of notifications together. Used once, by one thread. */
final class NotificationReading {
  private static final String SECRET_PREFIX = "whsec_";
  private static final int SHORTEST_KEY = 24;

  private final Values values;
  private final Consumer<String> problems;

  /** The value of a key. */
  interface Values {
    <T> T of(Key<T> key);
  }

  NotificationReading(Values values, Consumer<String> problems) {
    this.values = values;
    this.problems = problems;
  }

  NotificationSettings settings() {
    if (values.of(Keys.NOTIFY_QUIET_FROM).isPresent()
        != values.of(Keys.NOTIFY_QUIET_TO).isPresent()) {
      add(Keys.NOTIFY_QUIET_FROM, "goes together with " + Keys.NOTIFY_QUIET_TO.name());
    }
    return new NotificationSettings(
        values.of(Keys.NOTIFY_FROM),
        values.of(Keys.NOTIFY_GROUP_FOR),
        new QuietHours(
            values.of(Keys.NOTIFY_QUIET_FROM).orElse(null),
            values.of(Keys.NOTIFY_QUIET_TO).orElse(null),
            values.of(Keys.NOTIFY_ZONE)),
        webhook(),
        mail(),
        values.of(Keys.NOTIFY_LINK).orElse(null));
  }

  private @Nullable Webhook webhook() {
    URI address = values.of(Keys.NOTIFY_WEBHOOK).orElse(null);
    String secret = values.of(Keys.NOTIFY_WEBHOOK_SECRET).reveal();
    if (address == null && secret.isEmpty()) {
      return null;
    }
    if (address == null) {
      add(Keys.NOTIFY_WEBHOOK_SECRET, "is given without " + Keys.NOTIFY_WEBHOOK.name());
      return null;
    }
    byte[] key = key(secret);
    if (key.length < SHORTEST_KEY) {
      add(
          Keys.NOTIFY_WEBHOOK_SECRET,
          "must be whsec_ and base 64 of 24 bytes or more, so that the receiver can tell requests");
      return null;
    }
    return new Webhook(address, key);
  }

  private static byte[] key(String secret) {
    try {
      return secret.startsWith(SECRET_PREFIX)
          ? Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()))
          : new byte[0];
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  private @Nullable Mail mail() {
    List<String> recipients = values.of(Keys.NOTIFY_MAIL_TO);
    List<String> sender = values.of(Keys.NOTIFY_MAIL_FROM);
    if (recipients.isEmpty()) {
      return null;
    }
    String host = values.of(Keys.NOTIFY_SMTP_HOST);
    Encryption encryption = values.of(Keys.NOTIFY_SMTP_ENCRYPTION);
    if (encryption == Encryption.NONE && !TextForm.isLoopback(host)) {
      add(Keys.NOTIFY_SMTP_ENCRYPTION, "must be tls or starttls to another machine");
    }
    if (sender.size() != 1) {
      add(Keys.NOTIFY_MAIL_FROM, "must be one address where mails are sent");
      return null;
    }
    return new Mail(
        host,
        values.of(Keys.NOTIFY_SMTP_PORT),
        encryption,
        values.of(Keys.NOTIFY_SMTP_USER),
        values.of(Keys.NOTIFY_SMTP_PASSWORD).reveal(),
        sender.get(0),
        recipients);
  }

  private void add(Key<?> key, String problem) {
    problems.accept(key.name() + ": " + problem);
  }
}
