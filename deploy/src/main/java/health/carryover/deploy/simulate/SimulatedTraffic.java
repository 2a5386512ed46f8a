package health.carryover.deploy.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.deploy.simulate.Sending.Use;
import health.carryover.deploy.simulator.Chance;
import health.carryover.deploy.simulator.DeviceMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What one device sends, in two parts between which it is away: messages in their order, some of
 * them swapped, some twice, some kept until the end, and some that nobody can use.
 *
 * @param distinct every message once, in the order in which they were made
 * @param first what goes before the break, copies included
 * @param second what goes after it
 */
record SimulatedTraffic(List<Sending> distinct, List<Sending> first, List<Sending> second) {
  private static final String BOOT = "b1";
  private static final double TWICE = 0.08;
  private static final double HELD_BACK = 0.05;
  private static final int SWAPPED_WITHIN = 6;
  private static final Duration FAR_AHEAD = Duration.ofDays(3);

  /**
   * @param messages of one device, by the time they are sent, with the copies that it makes itself
   * @param now for times that cannot be right
   * @param part what of what it sends is wrong
   */
  static SimulatedTraffic of(List<DeviceMessage> messages, Instant now, long seed, Part part) {
    Random random = Chance.of(seed, part.purpose);
    Numbers numbers = new Numbers();
    Map<Object, Sending> known = new LinkedHashMap<>();
    List<Sending> order = new ArrayList<>();
    for (DeviceMessage message : messages) {
      Object id = message.payload().getOrDefault("id", message);
      order.add(
          known.computeIfAbsent(
              String.valueOf(id), ignored -> numbers.good(message.stream(), message.payload())));
    }
    List<Sending> wrong =
        switch (part) {
          case WATCH -> List.of(numbers.halfWrong(now));
          case PHONE -> numbers.wrong(now);
        };
    for (Sending one : wrong) {
      known.put("wrong-" + one.payload(), one);
      order.add(random.nextInt(order.size() + 1), one);
    }
    List<Sending> held = new ArrayList<>();
    List<Sending> sent = new ArrayList<>();
    for (Sending one : order) {
      (random.nextDouble() < HELD_BACK ? held : sent).add(one);
      if (random.nextDouble() < TWICE) {
        sent.add(one);
      }
    }
    for (int from = 0; from < sent.size(); from += SWAPPED_WITHIN) {
      Collections.shuffle(sent.subList(from, Math.min(sent.size(), from + SWAPPED_WITHIN)), random);
    }
    int half = sent.size() / 2;
    List<Sending> second = new ArrayList<>(sent.subList(half, sent.size()));
    second.addAll(held);
    return new SimulatedTraffic(
        new ArrayList<>(known.values()), new ArrayList<>(sent.subList(0, half)), second);
  }

  /** Which of a patient's devices it is. */
  enum Part {
    WATCH(1),
    PHONE(2);

    /** Of its chance. */
    private final int purpose;

    Part(int purpose) {
      this.purpose = purpose;
    }
  }

  /** How many times messages are sent again. */
  long copies() {
    return (long) first.size() + second.size() - distinct.size();
  }

  /** Gives each message its number. */
  private static final class Numbers {
    private final ObjectMapper json = new ObjectMapper();
    private long last;

    Sending good(String stream, Map<String, @Nullable Object> payload) {
      return numbered(stream, payload, List.of(), Use.ACCEPTED);
    }

    /** Two readings, of which one is none. */
    Sending halfWrong(Instant now) {
      Map<String, @Nullable Object> payload = new LinkedHashMap<>();
      payload.put(
          "samples",
          List.of(
              List.of(now.minusSeconds(2).toString(), 71),
              List.of(now.minusSeconds(1).toString(), 0)));
      return numbered("heart-rate", payload, List.of("heart-rate.implausible"), Use.ACCEPTED);
    }

    /** One message for each way of being wrong that is tried. */
    List<Sending> wrong(Instant now) {
      Map<String, @Nullable Object> noOffset = new LinkedHashMap<>();
      noOffset.put("at", "2026-01-05T08:00:00");
      noOffset.put("nrs", 3);
      Map<String, @Nullable Object> absurd = new LinkedHashMap<>();
      absurd.put("at", now.plus(FAR_AHEAD).toString());
      absurd.put("nrs", 3);
      Map<String, @Nullable Object> tooMuch = new LinkedHashMap<>();
      tooMuch.put("at", now.toString());
      tooMuch.put("nrs", 31);
      return List.of(
          numbered("pain", noOffset, List.of("time.no-offset"), Use.QUARANTINED),
          numbered("pain", absurd, List.of("time.absurd"), Use.QUARANTINED),
          numbered("pain", tooMuch, List.of("field.range"), Use.QUARANTINED),
          new Sending(0, "pain", "{\"at\":", List.of("json.malformed"), Use.QUARANTINED),
          new Sending(0, "steps", "{\"steps\":4711}", List.of("stream.unknown"), Use.QUARANTINED));
    }

    private Sending numbered(
        String stream, Map<String, @Nullable Object> payload, List<String> codes, Use use) {
      last++;
      Map<String, @Nullable Object> all = new LinkedHashMap<>(payload);
      all.put("boot", BOOT);
      all.put("seq", last);
      try {
        return new Sending(last, stream, json.writeValueAsString(all), codes, use);
      } catch (JsonProcessingException impossible) {
        throw new IllegalStateException("a payload of plain values", impossible);
      }
    }
  }
}
