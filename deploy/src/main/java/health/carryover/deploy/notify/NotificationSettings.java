package health.carryover.deploy.notify;

import health.carryover.analysis.outcome.AlertChange.Severity;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of what.
 *
 * @param webhook null: none
 * @param mail null: none
 * @param link where people find the dashboard; null: mails name no address
 */
public record NotificationSettings(
    Severity from,
    Duration groupFor,
    QuietHours quiet,
    @Nullable Webhook webhook,
    @Nullable Mail mail,
    @Nullable URI link) {

  /**
   * @param key with which requests are signed; never changed by either side
   */
  public record Webhook(URI address, byte[] key) {
    /** Nothing of it. */
    @Override
    public String toString() {
      return "Webhook[]";
    }
  }

  /** How the mail server is spoken to. */
  public enum Encryption {
    /** TLS from the first byte. */
    TLS,
    /** Plain at first, then STARTTLS or nothing. */
    STARTTLS,
    NONE
  }

  /**
   * @param user empty: nobody signs in
   */
  public record Mail(
      String host,
      int port,
      Encryption encryption,
      String user,
      String password,
      String sender,
      List<String> recipients) {
    /** Nothing of it. */
    @Override
    public String toString() {
      return "Mail[]";
    }
  }

  /** Whether anybody is told of changes, beyond the topic that tells of all. */
  public boolean tellsAnybody() {
    return webhook != null || mail != null;
  }

  NotificationRule rule() {
    return new NotificationRule(from, groupFor, quiet);
  }
}
