package health.carryover.deploy.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.deploy.simulator.DeviceMessage;
import health.carryover.deploy.simulator.SimulatedClinic;
import health.carryover.deploy.simulator.SimulatedPatient;
import health.carryover.ingest.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What the devices of several invented clinics send about six days: heart rate, sessions, pain. In
 * the order of sending, or as bad days deliver it: shuffled, some of it twice, with nonsense in
 * between.
 *
 * @param patients every one with a profile and the devices it wears
 * @param sent the good messages, each once, in order
 */
record ClinicTraffic(List<Wearer> patients, List<Message> sent) {
  static final String CLINIC = "clinic";
  private static final Duration DAYS = Duration.ofDays(6);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A patient and the devices that speak for it. */
  record Wearer(String patient, List<String> devices, ProfileChange profile) {}

  /** A message as it travels. */
  record Message(String topic, String payload) {
    byte[] bytes() {
      return payload.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Everything that is delivered, what of it must be quarantined, and how many are copies. */
  record Delivered(List<Message> messages, int bad, int copies) {}

  static ClinicTraffic of(long seed, int clinics, Instant end) {
    List<Wearer> patients = new ArrayList<>();
    List<Message> sent = new ArrayList<>();
    for (int copy = 0; copy < clinics; copy++) {
      SimulatedClinic clinic = new SimulatedClinic(seed + copy, end);
      String suffix = "-" + copy;
      for (SimulatedPatient patient : clinic.patients()) {
        patients.add(
            new Wearer(
                patient.id() + suffix,
                List.of(patient.watch() + suffix, patient.phone() + suffix),
                patient.profile(end.minus(Duration.ofDays(30)))));
      }
      for (DeviceMessage message : clinic.history()) {
        if (message.sendAt().isAfter(end.minus(DAYS)) && !message.sendAt().isAfter(end)) {
          sent.add(
              new Message(
                  new TopicName.Up(CLINIC, message.device() + suffix, message.stream()).text(),
                  json(message)));
        }
      }
    }
    // Some reports are sent twice by their phones already; here every message counts once.
    return new ClinicTraffic(List.copyOf(patients), sent.stream().distinct().toList());
  }

  private static String json(DeviceMessage message) {
    try {
      return JSON.writeValueAsString(message.payload());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The same traffic on its worst days. */
  Delivered disordered(Random random) {
    List<Message> delivered = new ArrayList<>(sent);
    int copies = sent.size() / 8;
    for (int i = 0; i < copies; i++) {
      delivered.add(sent.get(random.nextInt(sent.size())));
    }
    int bad = sent.size() / 40;
    for (int i = 0; i < bad; i++) {
      String topic = sent.get(random.nextInt(sent.size())).topic();
      delivered.add(
          new Message(
              topic,
              switch (i % 4) {
                case 0 -> "{\"at\":\"2026-03-02T09:00:00\",\"bpm\":90,\"n\":" + i + "}";
                case 1 -> "[".repeat(1_000 + i);
                case 2 -> "not json " + i;
                default -> "{\"at\":" + i + ",\"nrs\":\"\\u0000\"}";
              }));
    }
    Collections.shuffle(delivered, random);
    return new Delivered(List.copyOf(delivered), bad, copies);
  }
}
