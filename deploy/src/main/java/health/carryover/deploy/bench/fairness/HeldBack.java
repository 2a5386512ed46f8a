package health.carryover.deploy.bench.fairness;

import health.carryover.deploy.bench.fairness.DeviceConnection.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a phone could not send for some days: heart rate once a second in batches of a minute, and a
 * session of half an hour every day. Made while it is sent. Confined to one thread at a time.
 */
final class HeldBack implements Supplier<@Nullable Message> {
  private static final Duration SESSION = Duration.ofMinutes(30);
  private static final int MINUTES_A_DAY = 1_440;
  private static final int SESSION_MINUTE = 600;
  private static final int REST_BPM = 66;
  private static final int EFFORT_BPM = 118;
  private static final int SECONDS = 60;

  private final String topics;
  private final String device;
  private final Instant from;
  private final int minutes;
  private int minute;
  private int told;
  private volatile boolean paused = true;

  /**
   * @param topics everything of its topics but the stream
   * @param minutes how much it holds
   * @param end where what it holds ends
   */
  HeldBack(String topics, String device, int minutes, Instant end) {
    this.topics = topics;
    this.device = device;
    this.minutes = minutes;
    this.from = end.minus(Duration.ofMinutes(minutes));
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
  }

  @Override
  public @Nullable Message get() {
    if (paused || minute >= minutes) {
      return null;
    }
    int ofDay = minute % MINUTES_A_DAY;
    Instant at = from.plus(Duration.ofMinutes(minute));
    if (ofDay == SESSION_MINUTE && told == 0) {
      told = 1;
      return session("started", at);
    }
    if (ofDay == SESSION_MINUTE + SESSION.toMinutes() && told == 1) {
      told = 0;
      return session("ended", at);
    }
    boolean effort = ofDay >= SESSION_MINUTE && ofDay < SESSION_MINUTE + SESSION.toMinutes();
    minute++;
    return new Message(topics + "heart-rate", heartRate(at, effort ? EFFORT_BPM : REST_BPM));
  }

  private Message session(String event, Instant at) {
    String text =
        "{\"id\":\"%s-%s-%d\",\"session\":\"day-%d\",\"event\":\"%s\",\"at\":\"%s\"}"
            .formatted(device, event, minute, minute / MINUTES_A_DAY, event, at);
    return new Message(topics + "session", text.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] heartRate(Instant at, int bpm) {
    StringBuilder text = new StringBuilder(400);
    text.append("{\"id\":\"").append(device).append('-').append(minute);
    text.append("\",\"start\":\"").append(at).append("\",\"intervalMs\":1000,\"bpm\":[");
    for (int second = 0; second < SECONDS; second++) {
      text.append(second == 0 ? "" : ",").append(bpm + (minute + second) % 7);
    }
    return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }
}
