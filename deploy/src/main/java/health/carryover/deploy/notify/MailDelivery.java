package health.carryover.deploy.notify;

import health.carryover.analysis.outcome.AlertChange.Severity;
import health.carryover.analysis.port.Notifications.Entry;
import health.carryover.analysis.port.Notifications.Step;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One mail for everything that is due. It counts and points at the dashboard: who it is about and
 * what was found does not leave the house by mail.
 */
final class MailDelivery implements Delivery, AutoCloseable {
  private static final int TOGETHER = 200;
  private static final long PATIENCE_SECONDS = 30;

  private final NotificationSettings.Mail mail;
  private final @Nullable URI link;
  private final MailClient client;

  MailDelivery(Vertx vertx, NotificationSettings.Mail mail, @Nullable URI link) {
    this.mail = mail;
    this.link = link;
    MailConfig config =
        new MailConfig()
            .setHostname(mail.host())
            .setPort(mail.port())
            .setSsl(mail.encryption() == NotificationSettings.Encryption.TLS)
            .setStarttls(
                mail.encryption() == NotificationSettings.Encryption.STARTTLS
                    ? StartTLSOptions.REQUIRED
                    : StartTLSOptions.DISABLED)
            .setHostnameVerificationAlgorithm("HTTPS")
            .setLogin(mail.user().isEmpty() ? LoginOption.DISABLED : LoginOption.REQUIRED)
            .setKeepAlive(false);
    if (!mail.user().isEmpty()) {
      config.setUsername(mail.user()).setPassword(mail.password());
    }
    this.client = MailClient.create(vertx, config);
  }

  @Override
  public int together() {
    return TOGETHER;
  }

  @Override
  public Result tell(List<Entry> entries) throws InterruptedException {
    MailMessage message =
        new MailMessage()
            .setFrom(mail.sender())
            .setTo(mail.recipients())
            .setSubject(subject(entries))
            .setText(text(entries));
    try {
      client
          .sendMail(message)
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return new Delivered();
    } catch (ExecutionException | TimeoutException failed) {
      // Its text may name addresses.
      return new TryAgain("the mail server did not take it");
    }
  }

  private String subject(List<Entry> entries) {
    long urgent = count(entries, Severity.URGENT);
    long withdrawn = withdrawn(entries);
    long alerts = entries.size() - withdrawn;
    StringBuilder subject = new StringBuilder("Carryover: ");
    subject.append(alerts == 1 ? "1 alert" : alerts + " alerts");
    if (urgent > 0) {
      subject.append(", ").append(urgent).append(" urgent");
    }
    if (withdrawn > 0) {
      subject.append(", ").append(withdrawn).append(" withdrawn");
    }
    return subject.toString();
  }

  private String text(List<Entry> entries) {
    StringBuilder text = new StringBuilder("New or changed on the dashboard:\n\n");
    for (Severity severity : List.of(Severity.URGENT, Severity.WARNING, Severity.INFORMATION)) {
      long count = count(entries, severity);
      if (count > 0) {
        text.append("  ").append(severity.code()).append(": ").append(count).append("\n");
      }
    }
    long withdrawn = withdrawn(entries);
    if (withdrawn > 0) {
      text.append("  withdrawn after later data: ").append(withdrawn).append("\n");
    }
    long waiting = entries.stream().filter(entry -> entry.note().step() == Step.ESCALATION).count();
    if (waiting > 0) {
      text.append("  to which nobody reacted: ").append(waiting).append("\n");
    }
    text.append("\nWho it is about and why stands on the dashboard");
    text.append(link == null ? "." : ": " + link);
    return text.append("\n").toString();
  }

  private static long count(List<Entry> entries, Severity severity) {
    return entries.stream()
        .filter(entry -> !isWithdrawn(entry) && entry.note().severity() == severity)
        .count();
  }

  private static long withdrawn(List<Entry> entries) {
    return entries.stream().filter(MailDelivery::isWithdrawn).count();
  }

  private static boolean isWithdrawn(Entry entry) {
    return entry.note().reason().startsWith("withdrawn");
  }

  @Override
  public void close() {
    client.close();
  }
}
