package health.carryover.deploy.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.port.Notifications.Entry;
import health.carryover.analysis.port.Notifications.Step;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * One signed request for each notification, with the alert change as it is published elsewhere. Any
 * answer of 2xx is taken for a receipt, 410 for "never again"; redirects are not followed.
 */
final class WebhookDelivery implements Delivery {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String MAC = "HmacSHA256";
  private static final int GONE = 410;

  private final NotificationSettings.Webhook webhook;
  private final OutcomeRecords records;
  private final InstantSource clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final ObjectMapper json = new ObjectMapper();

  WebhookDelivery(
      NotificationSettings.Webhook webhook, OutcomeRecords records, InstantSource clock) {
    this.webhook = webhook;
    this.records = records;
    this.clock = clock;
  }

  @Override
  public int together() {
    return 1;
  }

  @Override
  public Result tell(List<Entry> entries) throws InterruptedException {
    Entry entry = entries.get(0);
    Optional<StoredAlertChange> change = Delivery.changeOf(entry, records);
    if (change.isEmpty()) {
      return new Refused("the alert change is gone");
    }
    byte[] body = body(entry, change.get());
    Instant now = clock.instant();
    String id =
        "carryover-"
            + entry.note().change()
            + (entry.note().step() == Step.ESCALATION ? "-escalated" : "");
    HttpRequest request =
        HttpRequest.newBuilder(webhook.address())
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", String.valueOf(now.getEpochSecond()))
            .header("webhook-signature", signature(webhook.key(), id, now, body))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status / 100 == 2) {
        return new Delivered();
      }
      return status == GONE ? new Refused("answered 410") : new TryAgain("answered " + status);
    } catch (IOException unreachable) {
      return new TryAgain("not reached");
    }
  }

  private byte[] body(Entry entry, StoredAlertChange change) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("type", "alert.notification");
    body.put("reason", entry.note().reason());
    body.put("data", change.document());
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      // Without the cause: its message may quote the document.
      throw new IllegalStateException("a document of plain values");
    }
  }

  /** After Standard Webhooks 1.0: HMAC-SHA256 over {@code id.timestamp.body}, base 64. */
  static String signature(byte[] key, String id, Instant at, byte[] body) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      mac.update(
          (id + "." + at.getEpochSecond() + ".").getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + MAC, e);
    }
  }
}
