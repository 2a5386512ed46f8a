package health.carryover.deploy.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.handling.HandlingAct;
import health.carryover.analysis.port.AlertActs;
import health.carryover.analysis.port.Notifications.Entry;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import health.carryover.ingest.mqtt.OutboundMessage;
import health.carryover.ingest.mqtt.PublishRefusedException;
import health.carryover.ingest.topic.TopicName;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells the clinic's alerts topic of an alert nobody reacted to: its newest change once more, with
 * {@code escalatedAt}. Whoever knows nothing of that field hears a change again, as after a
 * restart. Called by one thread.
 */
public final class TopicDelivery implements Delivery {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final String topic;
  private final OutcomeRecords records;
  private final AlertActs acts;
  private final Function<OutboundMessage, CompletionStage<Void>> publish;
  private final ObjectMapper json = new ObjectMapper();

  /** What the publisher still holds for a broker that is away. */
  private @Nullable Offered offered;

  /**
   * @param publish ends when the broker has the message, or refuses it for good
   */
  public TopicDelivery(
      String clinic,
      OutcomeRecords records,
      AlertActs acts,
      Function<OutboundMessage, CompletionStage<Void>> publish) {
    this.topic = new TopicName.ClinicAlerts(clinic).text();
    this.records = records;
    this.acts = acts;
    this.publish = publish;
  }

  private record Offered(long place, CompletableFuture<Void> taken) {}

  @Override
  public int together() {
    return 1;
  }

  @Override
  public Result tell(List<Entry> entries) throws InterruptedException {
    Entry entry = entries.get(0);
    Offered now = offered;
    if (now == null || now.place() != entry.place()) {
      Optional<StoredAlertChange> change = Delivery.changeOf(entry, records);
      if (change.isEmpty()) {
        return new Refused("the alert change is gone");
      }
      byte[] payload = payload(entry, change.get());
      now =
          new Offered(
              entry.place(),
              publish.apply(OutboundMessage.of(topic, payload)).toCompletableFuture());
      offered = now;
    }
    try {
      now.taken().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      offered = null;
      return new Delivered();
    } catch (TimeoutException away) {
      return new TryAgain("the broker is away");
    } catch (ExecutionException failed) {
      offered = null;
      return failed.getCause() instanceof PublishRefusedException
          ? new Refused("refused by the broker")
          : new TryAgain("not taken");
    }
  }

  private byte[] payload(Entry entry, StoredAlertChange change) {
    HandlingAct escalation = acts.handling(entry.note().alert()).escalation();
    Instant at = escalation == null ? entry.note().decidedAt() : escalation.at();
    Map<String, @Nullable Object> document = new LinkedHashMap<>(change.document());
    document.put("escalatedAt", at.toString());
    try {
      return json.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      // Without the cause: its message may quote the document.
      throw new IllegalStateException("a document of plain values");
    }
  }
}
