package health.carryover.deploy.bench.whole;

import health.carryover.deploy.bench.fairness.DeviceConnection.Message;
import health.carryover.ingest.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Patients who wear their device day and night: heart rate once a second without end, each device
 * over one connection, one message of each after the other. No connection is more than a message of
 * each of its devices ahead of the others, and so it is the same time of day for all. Any thread;
 * what each connection gets: its own.
 */
final class Wearers {
  private static final int BATCH = 60;
  private static final long SESSION_SECONDS = 1_800;
  private static final long DAY_SECONDS = 86_400;
  private static final long MILLIS_PER_SECOND = 1_000;

  private final String clinic;
  private final Form form;
  private final Sessions sessions;
  private final String[] devices;
  private final EventClock clock;
  private final long beginSecond;
  private final AtomicLongArray turns;

  /** How readings are put into messages. */
  enum Form {
    /** A minute in each. */
    BATCHES(BATCH),
    /** One in each. */
    SINGLE(1);

    private final int readings;

    Form(int readings) {
      this.readings = readings;
    }

    int readings() {
      return readings;
    }
  }

  /** What they do. */
  enum Sessions {
    /** Half an hour a day, at another time each, so that at any time one in 48 is in a session. */
    DAILY,
    NONE
  }

  /**
   * @param clock reaches the end of what was said
   * @param begin of what all devices say
   * @param connections that share them
   */
  Wearers(
      String clinic,
      Form form,
      Sessions sessions,
      String[] devices,
      EventClock clock,
      Instant begin,
      int connections) {
    this.clinic = clinic;
    this.form = form;
    this.sessions = sessions;
    this.devices = devices.clone();
    this.clock = clock;
    this.beginSecond = begin.getEpochSecond();
    this.turns = new AtomicLongArray(connections);
  }

  int connections() {
    return turns.length();
  }

  /** What a connection sends; confined to it. */
  Voice voice(int connection) {
    return new Voice(connection);
  }

  private long slowest() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < turns.length(); i++) {
      least = Math.min(least, turns.get(i));
    }
    return least;
  }

  /** What the devices of one connection say. */
  final class Voice implements Supplier<Message> {
    private final int connection;
    private int device;
    private long turn;
    private @Nullable Message next;

    private Voice(int connection) {
      this.connection = connection;
      this.device = connection;
      if (connection >= devices.length) {
        // Nobody waits for a connection without devices.
        turns.set(connection, Long.MAX_VALUE);
      }
    }

    /** Whether it is not ahead of the others; if it is, it is to be asked again. */
    boolean mayGoOn() {
      return connection < devices.length && turn <= slowest() + 1;
    }

    /** How many messages each of its devices has sent. */
    long turn() {
      return turn;
    }

    /** Whether every device of all connections has sent more than {@code turn} messages. */
    boolean allAreBeyond(long turn) {
      return slowest() > turn;
    }

    @Override
    public Message get() {
      Message held = next;
      if (held != null) {
        next = null;
        return held;
      }
      Message said = said();
      device += turns.length();
      if (device >= devices.length) {
        device = connection;
        turns.set(connection, ++turn);
      }
      return said;
    }

    private Message said() {
      long number = turn * devices.length + device;
      long from = beginSecond + turn * form.readings;
      clock.reach((from + form.readings) * MILLIS_PER_SECOND);
      Message said = message(device, "heart-rate", readings(from, number));
      String mark = sessions == Sessions.DAILY ? mark(device, from, turn == 0) : null;
      if (mark == null) {
        return said;
      }
      next = said;
      return message(device, "session", mark);
    }
  }

  /** What begins or ends within these readings, or goes on at the very first; null if nothing. */
  private @Nullable String mark(int device, long from, boolean first) {
    long offset = device * DAY_SECONDS / devices.length;
    long ofDay = Math.floorMod(from - offset, DAY_SECONDS);
    long start = from - ofDay;
    long day = Math.floorDiv(from - offset, DAY_SECONDS);
    if (ofDay < form.readings || (first && ofDay < SESSION_SECONDS)) {
      return mark(day, "started", start);
    }
    if (ofDay >= SESSION_SECONDS && ofDay < SESSION_SECONDS + form.readings) {
      return mark(day, "ended", start + SESSION_SECONDS);
    }
    return null;
  }

  private static String mark(long day, String event, long second) {
    return "{\"session\":\"s-%d\",\"event\":\"%s\",\"at\":\"%s\"}"
        .formatted(day, event, Instant.ofEpochSecond(second));
  }

  private String readings(long from, long number) {
    Instant at = Instant.ofEpochSecond(from);
    if (form == Form.SINGLE) {
      return "{\"at\":\"" + at + "\",\"bpm\":" + (100 + number % 40) + "}";
    }
    StringBuilder text = new StringBuilder(320);
    text.append("{\"start\":\"").append(at).append("\",\"intervalMs\":1000,\"bpm\":[");
    for (int i = 0; i < BATCH; i++) {
      text.append(i == 0 ? "" : ",").append(100 + (number * 7 + i) % 40);
    }
    return text.append("]}").toString();
  }

  private Message message(int device, String stream, String payload) {
    return new Message(
        TopicName.PREFIX + clinic + "/" + devices[device] + "/up/" + stream,
        payload.getBytes(StandardCharsets.UTF_8));
  }
}
