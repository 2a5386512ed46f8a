package health.carryover.deploy.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What watch and phone send about one session. Ids are functions of session and moment, so that a
 * message made a second time is recognised as the same.
 */
final class SessionMessages {
  private final SimulatedSession session;
  private final SimulatedPatient patient;

  SessionMessages(SimulatedSession session) {
    this.session = session;
    this.patient = session.patient();
  }

  DeviceMessage started() {
    Map<String, @Nullable Object> payload = mark("started", session.startAt());
    payload.put("activity", patient.activity());
    payload.put("template", patient.activity() + "-" + patient.sessionMinutes());
    payload.put("plannedLoad", patient.referenceLoad());
    return new DeviceMessage(session.startAt(), patient.watch(), "session", payload);
  }

  DeviceMessage ended() {
    Map<String, @Nullable Object> payload = mark("ended", session.endAt());
    payload.put("rpe", session.exertion());
    return new DeviceMessage(session.endAt(), patient.watch(), "session", payload);
  }

  /**
   * Heart rate from one moment of the session to another, one message for each {@code batch}, sent
   * when its last reading is there.
   */
  List<DeviceMessage> heartRate(Instant fromInclusive, Instant toExclusive, Duration batch) {
    List<DeviceMessage> messages = new ArrayList<>();
    int from = second(fromInclusive);
    int to = second(toExclusive);
    int step = Math.toIntExact(batch.toSeconds());
    for (int begin = from; begin < to; begin += step) {
      messages.add(heartRate(begin, Math.min(to, begin + step)));
    }
    return messages;
  }

  /** Pain at one of the moments around this session. */
  DeviceMessage pain(String slot, Instant at, int nrs, @Nullable Boolean flare) {
    Map<String, @Nullable Object> payload = new LinkedHashMap<>();
    payload.put("id", patient.phone() + "-" + session.id() + "-" + slot);
    payload.put("at", at.toString());
    payload.put("nrs", nrs);
    payload.put("slot", slot);
    payload.put("session", session.id());
    payload.put("site", patient.site());
    if (flare != null) {
      payload.put("flare", flare);
    }
    return new DeviceMessage(at, patient.phone(), "pain", payload);
  }

  private DeviceMessage heartRate(int begin, int end) {
    List<@Nullable Object> bpm = new ArrayList<>(end - begin);
    for (int second = begin; second < end; second++) {
      float reading = session.bpm()[second];
      bpm.add(Float.isNaN(reading) ? null : (Object) Math.round(reading));
    }
    Map<String, @Nullable Object> payload = new LinkedHashMap<>();
    payload.put("id", patient.watch() + "-" + session.id() + "-" + begin);
    payload.put("start", session.startAt().plusSeconds(begin).toString());
    payload.put("intervalMs", 1000);
    payload.put("bpm", bpm);
    payload.put("sensor", "wrist");
    return new DeviceMessage(
        session.startAt().plusSeconds(end), patient.watch(), "heart-rate", payload);
  }

  private Map<String, @Nullable Object> mark(String event, Instant at) {
    Map<String, @Nullable Object> payload = new LinkedHashMap<>();
    payload.put("id", patient.watch() + "-" + session.id() + "-" + event);
    payload.put("session", session.id());
    payload.put("event", event);
    payload.put("at", at.toString());
    return payload;
  }

  private int second(Instant moment) {
    long seconds = Duration.between(session.startAt(), moment).toSeconds();
    return (int) Math.max(0, Math.min(session.bpm().length, seconds));
  }
}
