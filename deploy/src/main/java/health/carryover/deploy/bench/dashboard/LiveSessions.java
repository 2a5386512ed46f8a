package health.carryover.deploy.bench.dashboard;

import health.carryover.deploy.bench.fairness.DeviceConnection.Message;
import health.carryover.ingest.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Running sessions, each with a batch every five seconds, spread over these. Confined to the event
 * loop of the connection that sends them.
 */
final class LiveSessions {
  private static final Duration BATCH = Duration.ofSeconds(5);
  private static final Duration RUNNING_FOR = Duration.ofMinutes(4);
  private static final int BPM = 96;
  private static final int SWING = 9;

  private final String clinic;
  private final List<String> devices;
  private final Instant[] next;
  private final Queue<Message> waiting = new ArrayDeque<>();

  /**
   * @param now the sessions began some minutes before it
   */
  LiveSessions(String clinic, List<String> devices, Instant now) {
    this.clinic = clinic;
    this.devices = devices;
    this.next = new Instant[devices.size()];
    for (int i = 0; i < next.length; i++) {
      Instant begin = now.minus(RUNNING_FOR).plusMillis(BATCH.toMillis() * i / next.length);
      add(
          i,
          "session",
          "{\"session\":\"live\",\"event\":\"started\",\"at\":\"%s\"}".formatted(begin));
      heartRate(i, begin, (int) RUNNING_FOR.toSeconds());
      next[i] = begin.plus(RUNNING_FOR);
    }
  }

  /** The next message, or null if nothing is due at {@code now}. */
  @Nullable Message next(Instant now) {
    for (int i = 0; waiting.isEmpty() && i < next.length; i++) {
      if (!next[i].plus(BATCH).isAfter(now)) {
        heartRate(i, next[i], (int) BATCH.toSeconds());
        next[i] = next[i].plus(BATCH);
      }
    }
    return waiting.poll();
  }

  private void heartRate(int number, Instant start, int seconds) {
    StringBuilder text = new StringBuilder();
    text.append("{\"start\":\"").append(start).append("\",\"intervalMs\":1000,\"bpm\":[");
    for (int i = 0; i < seconds; i++) {
      text.append(i == 0 ? "" : ",").append(BPM + (int) ((start.getEpochSecond() + i) % SWING));
    }
    add(number, "heart-rate", text.append("]}").toString());
  }

  private void add(int number, String stream, String payload) {
    waiting.add(
        new Message(
            new TopicName.Up(clinic, devices.get(number), stream).text(),
            payload.getBytes(StandardCharsets.UTF_8)));
  }
}
