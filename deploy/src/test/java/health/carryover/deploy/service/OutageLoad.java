package health.carryover.deploy.service;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One device that sends while a store is away: every tenth message twice, every twenty-fifth of no
 * use. Keeps the books of it. One thread.
 */
final class OutageLoad implements AutoCloseable {
  static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  static final int READINGS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int TWICE = 10;
  private static final int USELESS = 25;
  private static final String UP = "carryover/v1/clinic/watch-1/up/";

  private final MqttPublisher device;
  private final AtomicInteger confirmed = new AtomicInteger();
  private final Set<String> usable = new HashSet<>();
  private final Set<String> useless = new HashSet<>();
  private int sent;
  private int messages;

  OutageLoad(MqttAddress broker) {
    device =
        new MqttPublisher(
            broker,
            MqttPublisherSettings.standard(),
            MqttRole.FEED,
            MqttStateListener.none(),
            new SimpleMeterRegistry());
    device.start();
  }

  /** Sends {@code count} more readings and what goes with them; the broker has all of it then. */
  void send(int count) {
    for (int i = messages; i < messages + count; i++) {
      String payload =
          "{\"id\":\"m%d\",\"start\":\"%s\",\"intervalMs\":1000,\"bpm\":[%d,%d]}"
              .formatted(i, START.plusSeconds((long) i * READINGS), 100 + i % 40, 101 + i % 40);
      publish("heart-rate", payload, usable);
      if (i % TWICE == 0) {
        publish("heart-rate", payload, usable);
      }
      if (i % USELESS == 0) {
        publish(
            "pain",
            "{\"at\":\"2026-03-02T09:00:00\",\"nrs\":3,\"id\":\"x%d\"}".formatted(i),
            useless);
      }
    }
    messages += count;
    await(() -> confirmed.get() == sent);
  }

  private void publish(String stream, String payload, Set<String> kind) {
    kind.add(UP + stream + payload);
    sent++;
    try {
      device
          .publish(OutboundMessage.of(UP + stream, payload.getBytes(StandardCharsets.UTF_8)))
          .thenRun(confirmed::incrementAndGet);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** How many different messages there are, so many entries the journal must have. */
  int different() {
    return usable.size() + useless.size();
  }

  int readings() {
    return messages * READINGS;
  }

  /** Compares with what is in the table {@code entries}: nothing lost, nothing twice. */
  void check(Connection connection, String schema) throws SQLException {
    List<String> durable = new ArrayList<>();
    List<String> quarantined = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT e.channel, e.payload, (SELECT COUNT(*) FROM "
                    + schema
                    + "rejections r WHERE r.sequence = e.sequence) FROM "
                    + schema
                    + "entries e")) {
      while (rows.next()) {
        String message = rows.getString(1) + new String(rows.getBytes(2), StandardCharsets.UTF_8);
        (rows.getInt(3) == 0 ? durable : quarantined).add(message);
      }
    }
    int duplicates = sent - usable.size() - useless.size();
    System.out.printf(
        "sent %d = durable %d + duplicates %d + quarantined %d%n",
        sent, durable.size(), duplicates, quarantined.size());
    assertThat(durable).containsExactlyInAnyOrderElementsOf(usable);
    assertThat(quarantined).containsExactlyInAnyOrderElementsOf(useless);
    assertThat(durable.size() + duplicates + quarantined.size()).isEqualTo(sent);
  }

  static void await(BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(giveUpAt);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Override
  public void close() {
    device.close();
  }
}
