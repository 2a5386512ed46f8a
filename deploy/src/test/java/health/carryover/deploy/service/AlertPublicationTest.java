package health.carryover.deploy.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.port.MemoryOffsets;
import health.carryover.analysis.port.MemoryOutcomeRecords;
import health.carryover.analysis.port.SampleOutcomes;
import health.carryover.ingest.mqtt.OutboundMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AlertPublicationTest {
  private static final Instant T = Instant.parse("2026-03-02T12:00:00Z");
  private final MemoryOutcomeRecords records = new MemoryOutcomeRecords();
  private final MemoryOffsets offsets = new MemoryOffsets();
  private final BlockingQueue<String> published = new LinkedBlockingQueue<>();
  private long ordinal;

  @Test
  void everyChangeIsPublishedInOrderAndARestartGoesOnWhereItWas() throws Exception {
    raise("a-1");
    raise("a-2");
    try (AlertPublication first = start()) {
      assertThat(take()).isEqualTo("a-1");
      assertThat(take()).isEqualTo("a-2");
      raise("a-3");
      first.alertsChanged(List.of());
      assertThat(take()).isEqualTo("a-3");
    }
    raise("a-4");
    try (AlertPublication again = start()) {
      assertThat(take()).isEqualTo("a-4");
      again.alertsChanged(List.of());
    }
    assertThat(new ArrayList<>(published)).isEmpty();
  }

  private AlertPublication start() {
    AlertPublication publication =
        new AlertPublication("c", records, offsets, this::publish, change -> () -> {});
    publication.start();
    return publication;
  }

  private void raise(String alert) {
    ordinal++;
    records.save(
        List.of(
            new NumberedOutcome(
                "p-1",
                ordinal,
                SampleOutcomes.alert(
                    alert, "p-1", AlertChange.Kind.FLARE, AlertChange.Change.RAISED, T, T))));
  }

  private CompletionStage<Void> publish(OutboundMessage message) {
    assertThat(message.topic()).isEqualTo("carryover/v1/c/alerts");
    try {
      JsonNode alert = new ObjectMapper().readTree(message.payload());
      assertThat(alert.path("type").asText()).isEqualTo("alert");
      published.add(alert.path("alert").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return CompletableFuture.completedFuture(null);
  }

  private String take() throws InterruptedException {
    return published.poll(60, TimeUnit.SECONDS);
  }
}
