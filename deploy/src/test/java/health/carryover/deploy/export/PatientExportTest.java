package health.carryover.deploy.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.careplan.CarePlanField;
import health.carryover.analysis.handling.HandlingAct;
import health.carryover.analysis.handling.HandlingRequest;
import health.carryover.analysis.port.CarePlans;
import health.carryover.analysis.port.Journal.StoredEntry;
import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.analysis.port.OutcomeRecords.Condition;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.analysis.port.Quarantine;
import health.carryover.analysis.port.Repair;
import health.carryover.deploy.analyze.LineAnalysis;
import health.carryover.deploy.simulator.DeviceMessage;
import health.carryover.deploy.simulator.SimulatedClinic;
import health.carryover.deploy.simulator.SimulatedPatient;
import health.carryover.ingest.IngestPorts;
import health.carryover.ingest.IngestService;
import health.carryover.ingest.IngestSettings;
import health.carryover.ingest.codec.CodecSettings;
import health.carryover.ingest.codec.MessageCodec;
import health.carryover.ingest.journal.Arrival;
import health.carryover.store.sqlite.SqliteStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three weeks of a clinic, exported, and read again by what reads event lines. */
class PatientExportTest {
  private static final long SEED = 20260302;
  private static final Instant NOW = Instant.parse("2026-03-04T15:20:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final ObjectMapper json = new ObjectMapper();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

  @Test
  void theExportedLinesGiveTheFinalAssessmentsThatAreStored() throws Exception {
    System.out.println("seed " + SEED);
    SimulatedClinic clinic = new SimulatedClinic(SEED, NOW);
    try (SqliteStore store = SqliteStore.open(folder)) {
      lived(clinic, store);
      PatientExport export = export(store);
      int sessions = 0;
      for (SimulatedPatient patient : some(clinic)) {
        Map<String, String> files = exported(export, patient.id());
        Map<String, JsonNode> stored = finals(files.get("assessments.jsonl"));
        StringBuilder said = new StringBuilder();
        LineAnalysis.Summary summary =
            LineAnalysis.of(MonitorSettings.WHOLE_FILE, said)
                .run(
                    new ByteArrayInputStream(
                        files.get("events.jsonl").getBytes(StandardCharsets.UTF_8)));
        assertThat(summary.quarantined()).isZero();
        Map<String, JsonNode> analysed = finals(said.toString());
        assertThat(analysed.keySet()).isEqualTo(stored.keySet());
        for (String session : stored.keySet()) {
          if (stored.get(session).path("final").asBoolean()) {
            assertThat(analysed.get(session)).as(session).isEqualTo(stored.get(session));
            sessions++;
          }
        }
      }
      System.out.printf("%d sessions compared%n", sessions);
      assertThat(sessions).isGreaterThan(15);
    }
  }

  @Test
  void everyEntryIsThereAsItIsStoredWithWhatPeopleDid() throws Exception {
    SimulatedClinic clinic = new SimulatedClinic(SEED, NOW);
    SimulatedPatient patient = clinic.patients().get(1);
    try (SqliteStore store = SqliteStore.open(folder)) {
      lived(clinic, store);
      store
          .outcomeRecords()
          .alerts(new AlertFilter(patient.id(), null, Condition.ANY), 1)
          .forEach(
              alert -> {
                store.outcomeRecords().acknowledge(alert.alert(), "=a,b", NOW);
                store
                    .alertActs()
                    .act(
                        alert.alert(),
                        new HandlingRequest(
                            HandlingAct.Kind.NOTE, "Kim", NOW, null, null, "rang up", null, null));
              });
      store.caseLoad().tag(patient.id(), "knee", "Kim", NOW);
      store.caseLoad().take(patient.id(), "Kim", NOW);
      store.caseLoad().reviewed(patient.id(), "Zoë", NOW);
      store
          .carePlans()
          .save(
              patient.id(),
              new CarePlans.Draft(
                  "Kim", NOW, NOW, Map.of(CarePlanField.RESTRICTIONS, "no jumps"), null));
      Map<String, String> files = exported(export(store), patient.id());

      List<StoredEntry> entries = store.journal().readOf(patient.id(), 0, Integer.MAX_VALUE);
      List<JsonNode> journal = documents(files.get("journal.jsonl"));
      assertThat(journal).hasSameSizeAs(entries);
      for (int i = 0; i < entries.size(); i++) {
        assertThat(journal.get(i).path("sequence").asLong()).isEqualTo(entries.get(i).sequence());
        assertThat(Base64.getDecoder().decode(journal.get(i).path("payload").asText()))
            .isEqualTo(entries.get(i).entry().payload());
      }
      assertThat(journal)
          .filteredOn(line -> line.has("rejections"))
          .extracting(line -> line.at("/rejections/0/code").asText())
          .containsExactly("heart-rate.implausible");
      assertThat(documents(files.get("unassigned.jsonl")))
          .extracting(
              line -> line.at("/rejections/0/code").asText(),
              line -> line.at("/rejections/0/state").asText(),
              line -> line.at("/steps").size())
          .containsExactly(tuple("time.no-offset", "replayed", 2));
      assertThat(exported(export(store), clinic.patients().get(2).id()).get("unassigned.jsonl"))
          .isEmpty();
      assertThat(files.get("patient.json")).contains("\"displayName\"", patient.watch());
      JsonNode person = json.readTree(files.get("patient.json"));
      assertThat(person.at("/tags/0").asText()).isEqualTo("knee");
      assertThat(person.at("/people/0").asText()).isEqualTo("Kim");
      assertThat(person.at("/lastReview/person").asText()).isEqualTo("Zoë");
      assertThat(documents(files.get("care-plan.jsonl")))
          .extracting(
              line -> line.path("person").asText(),
              line -> line.at("/changes/restrictions").asText())
          .containsExactly(tuple("Kim", "no jumps"));
      assertThat(documents(files.get("acts.jsonl")))
          .extracting(line -> line.path("act").asText(), line -> line.path("text").asText())
          .contains(tuple("note", "rang up"));
      assertThat(files.get("handling.jsonl")).contains("\"acknowledged\"");
      assertThat(files.get("alerts.csv")).contains("\"'=a,b\"");
      assertThat(rows(files.get("sessions.csv")))
          .isEqualTo(finals(files.get("assessments.jsonl")).size());
      assertThat(rows(files.get("heart-rate.csv"))).isGreaterThan(1_000);
      assertThat(rows(files.get("pain.csv")))
          .isEqualTo(
              documents(files.get("events.jsonl")).stream()
                  .filter(line -> line.path("stream").asText().equals("pain"))
                  .count());
      JsonNode contents = json.readTree(files.get("contents.json"));
      files.forEach(
          (name, text) -> {
            if (!name.equals("contents.json")) {
              long lines = name.endsWith(".csv") ? rows(text) : text.lines().count();
              assertThat(contents.path("lines").path(name).asLong()).as(name).isEqualTo(lines);
            }
          });
    }
  }

  @Test
  void whoIsNotKnownOrBelongsToAnotherClinicGivesNothing() throws Exception {
    try (SqliteStore store = SqliteStore.open(folder)) {
      store.patientDirectory().put(new Patient("p1", "other", "Somebody", NOW));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThat(export(store).export("clinic", "p1", out)).isFalse();
      assertThat(export(store).export("clinic", "p2", out)).isFalse();
      assertThat(out.size()).isZero();
    }
  }

  /** Lives through the history of some of the clinic's patients as it was sent. */
  private void lived(SimulatedClinic clinic, SqliteStore store) throws Exception {
    Instant from = clinic.createdAt().minus(Duration.ofDays(SimulatedClinic.HISTORY_DAYS + 2L));
    now.set(from);
    try (IngestService ingest =
        new IngestService(
            new IngestPorts(
                store.journal(),
                store.quarantine(),
                store.enrolments(),
                store.outcomeRecords(),
                store.telemetry(),
                store.monitorSnapshots(),
                store.monitorSteps()),
            IngestSettings.ofCores(2),
            new SimpleMeterRegistry(),
            now::get)) {
      ingest.start();
      for (SimulatedPatient patient : some(clinic)) {
        store.patientDirectory().put(new Patient(patient.id(), "clinic", patient.name(), from));
        store.enrolments().enrol("clinic", patient.watch(), patient.id(), from);
        store.enrolments().enrol("clinic", patient.phone(), patient.id(), from);
        ingest.profile("clinic", patient.id(), patient.profile(from)).toCompletableFuture().join();
      }
      Instant moment = from;
      Set<String> devices =
          some(clinic).stream()
              .flatMap(patient -> Stream.of(patient.watch(), patient.phone()))
              .collect(Collectors.toSet());
      for (DeviceMessage message : clinic.history()) {
        if (!devices.contains(message.device())) {
          continue;
        }
        if (message.sendAt().isAfter(moment)) {
          until("the messages to be used", () -> ingest.waiting() == 0);
          moment = message.sendAt();
          now.set(moment);
        }
        ingest.offer(new Sent(message, json.writeValueAsBytes(message.payload())), PATIENCE);
      }
      SimulatedPatient odd = clinic.patients().get(1);
      ingest.offer(
          new Sent(
              new DeviceMessage(moment, odd.phone(), "pain", Map.of()),
              bytes("{\"at\":\"%s\",\"nrs\":3}".formatted(NOW.toString().replace("Z", "")))),
          PATIENCE);
      ingest.offer(
          new Sent(
              new DeviceMessage(moment, odd.watch(), "heart-rate", Map.of()),
              bytes(
                  "{\"id\":\"h\",\"start\":\"%s\",\"intervalMs\":1000,\"bpm\":[70,0,71]}"
                      .formatted(NOW))),
          PATIENCE);
      until("the messages to be used", () -> ingest.waiting() == 0);
      Quarantine.Query query = new Quarantine.Query("time.no-offset", null, null, null);
      ingest.quarantineDesk().repair(query, new Repair(Map.of(), Map.of(), "Z", null), "somebody");
      assertThat(ingest.quarantineDesk().replay(query, "somebody").replayed()).isEqualTo(1);
    }
  }

  private static List<SimulatedPatient> some(SimulatedClinic clinic) {
    return clinic.patients().subList(0, 4);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private PatientExport export(SqliteStore store) {
    return new PatientExport(
        new ExportSources(
            store.journal(),
            store.quarantine(),
            store.outcomeRecords(),
            store.telemetry(),
            store.enrolments(),
            store.deviceCredentials(),
            store.patientDirectory(),
            store.alertActs(),
            store.caseLoad(),
            store.carePlans()),
        new MessageCodec(CodecSettings.DEFAULTS),
        () -> NOW);
  }

  private static Map<String, String> exported(PatientExport export, String patient)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(export.export("clinic", patient, out)).isTrue();
    Map<String, String> files = new LinkedHashMap<>();
    ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()));
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
    }
    return files;
  }

  /**
   * The last word on each session. How often it was revised and when the last revision was known
   * depends on when one looked.
   */
  private Map<String, JsonNode> finals(String lines) throws IOException {
    Map<String, JsonNode> finals = new TreeMap<>();
    for (JsonNode document : documents(lines)) {
      if (document.path("type").asText().equals("assessment")) {
        ((ObjectNode) document).remove(List.of("revision", "knownAt"));
        finals.put(document.path("session").asText(), document);
      }
    }
    return finals;
  }

  private List<JsonNode> documents(String lines) throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    for (String line : lines.split("\n")) {
      if (!line.isEmpty()) {
        documents.add(json.readTree(line));
      }
    }
    return documents;
  }

  private static long rows(String csv) {
    return csv.lines().count() - 1;
  }

  private static void until(String what, BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting for %s", what).isLessThan(giveUpAt);
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }

  private record Sent(DeviceMessage message, byte[] payload) implements Arrival {
    @Override
    public String channel() {
      return message.topic("clinic");
    }

    @Override
    public @Nullable String contentType() {
      return null;
    }

    @Override
    public void acknowledge() {}
  }
}
