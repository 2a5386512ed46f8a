package health.carryover.deploy.bench.whole;

import health.carryover.deploy.bench.fairness.DeviceConnection.Message;
import health.carryover.ingest.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Endless heart rate of some devices in turn, one reading a second of event time, with a session of
 * half an hour at the beginning of each day. Confined to the thread of its connection.
 */
final class InventedStream {
  private static final int BATCH = 60;
  private static final long SESSION_SECONDS = 1_800L;
  private static final long DAY_SECONDS = 86_400;
  private static final int MARKS = 2;

  private final String clinic;
  private final Form form;
  private final String[] devices;
  private final long[] said;
  private final Instant begin;
  private int turn;

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

  /**
   * @param begin of what all devices say; in the past
   */
  InventedStream(String clinic, Form form, String[] devices, Instant begin) {
    this.clinic = clinic;
    this.form = form;
    this.devices = devices.clone();
    this.said = new long[devices.length];
    this.begin = begin;
  }

  Message next() {
    int device = turn;
    turn = (turn + 1) % devices.length;
    long number = said[device]++;
    long messagesOfDay = DAY_SECONDS / form.readings + MARKS;
    long day = number / messagesOfDay;
    long within = number % messagesOfDay;
    long last = SESSION_SECONDS / form.readings + 1;
    Instant start = begin.plusSeconds(day * DAY_SECONDS);
    if (within == 0) {
      return message(device, "session", mark(day, "started", start));
    }
    if (within == last) {
      return message(device, "session", mark(day, "ended", start.plusSeconds(SESSION_SECONDS)));
    }
    long before = within < last ? 1 : MARKS;
    Instant from = start.plusSeconds((within - before) * form.readings);
    return message(device, "heart-rate", readings(from, number));
  }

  private static String mark(long session, String event, Instant at) {
    return "{\"session\":\"s-%d\",\"event\":\"%s\",\"at\":\"%s\"}".formatted(session, event, at);
  }

  private String readings(Instant from, long number) {
    if (form == Form.SINGLE) {
      return "{\"at\":\"" + from + "\",\"bpm\":" + (100 + number % 40) + "}";
    }
    StringBuilder text = new StringBuilder(320);
    text.append("{\"start\":\"").append(from).append("\",\"intervalMs\":1000,\"bpm\":[");
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
