package health.carryover.deploy.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import health.carryover.analysis.CsvFile;
import health.carryover.analysis.SharedData;
import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.port.Quarantine;
import health.carryover.analysis.port.Telemetry.Reading;
import health.carryover.deploy.command.CommandRun;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job on real input: recordings of watches and straps, the worst ones among them,
 * published over a real MQTT connection to the running service.
 *
 * <p>What is stored is compared with the counts published beside the recordings, one by one, and
 * session means and maxima with what the watches' own firmware wrote.
 */
class RecordingsEndToEndTest {
  /** Clock jumps, dropouts, zeros, repeated and backward times, jumps, implausible values. */
  private static final List<String> RECORDINGS =
      List.of(
          "slib035",
          "pfp013",
          "gc029",
          "mfit001",
          "gc038",
          "slib007",
          "mmash028",
          "mmash066",
          "pfp007",
          "mmash020",
          "elv018",
          "tcx006",
          "fdc001",
          "pfp002",
          "pfp011",
          "elv006",
          "gc005",
          "slib024",
          "trk007",
          "swt001",
          "pfp012",
          "saf001",
          "elv013",
          "gc019",
          "tcx003",
          "gc009",
          "gc017",
          "mmash001");

  /** The firmware rounds its mean to whole beats, and weighs gaps in its own way. */
  private static final double FIRMWARE_MEAN_BPM = 2.5;

  private static final double FIRMWARE_MAXIMUM_BPM = 1;
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int ALL = 1_000_000;

  @TempDir Path folder;

  @Test
  void everyReadingOfEveryRecordingIsAccountedFor() throws Exception {
    Map<String, Map<String, String>> published = byId("sessions/sessions.csv");
    publishAll();
    try (SqliteStore store = SqliteStore.open(folder.resolve("data").resolve("store"))) {
      Map<String, Map<String, Long>> quarantined = quarantinedByDevice(store.quarantine());
      for (String id : RECORDINGS) {
        Counts counts = Counts.of(SharedData.file("sessions/hr/" + id + ".csv"));
        Map<String, String> expected = published.get(id);
        assertThat(counts.rows).as(id + " rows").isEqualTo(number(expected, "n_samples"));
        assertThat(counts.gaps).as(id + " gaps").isEqualTo(number(expected, "n_missing"));
        assertThat(counts.zeros).as(id + " zeros").isEqualTo(number(expected, "n_zero"));
        assertThat(counts.repeated).as(id + " repeated").isEqualTo(number(expected, "n_dup_t"));

        List<Reading> stored =
            store.telemetry().readings(id, Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
        Map<Long, Float> byTime = new TreeMap<>();
        stored.forEach(reading -> byTime.put(reading.atMillis(), reading.bpm()));
        assertThat(byTime).as(id + " stored readings").isEqualTo(counts.highestByTime);
        assertThat(stored).as(id + " each time once").hasSize(byTime.size());

        Map<String, Long> codes = quarantined.getOrDefault(id, Map.of());
        long refused = (long) counts.zeros + counts.implausible;
        assertThat(codes)
            .as(id + " quarantined")
            .isEqualTo(refused == 0 ? Map.of() : Map.of("heart-rate.implausible", refused));
        assertThat(stored.size() + counts.sameTime + refused + counts.gaps)
            .as(id + " stored + repeated + quarantined + gaps")
            .isEqualTo(counts.rows);
      }
      compareWithFirmware(store);
    }
  }

  private void compareWithFirmware(SqliteStore store) {
    Map<String, List<Map<String, String>>> byId = new HashMap<>();
    for (Map<String, String> row : CsvFile.rows(SharedData.file("expected/device-summary.csv"))) {
      byId.computeIfAbsent(row.get("session_id"), any -> new ArrayList<>()).add(row);
    }
    int compared = 0;
    for (String id : RECORDINGS) {
      List<Map<String, String>> rows = byId.getOrDefault(id, List.of());
      // Several segments are several sports in one file: their parts are compared with the zones.
      if (rows.size() != 1 || !"all".equals(rows.get(0).get("agrees"))) {
        continue;
      }
      Map<String, Object> assessment = newest(store, id);
      Map<String, String> row = rows.get(0);
      if (!row.get("avg_hr").isEmpty()) {
        assertThat((Double) assessment.get("meanHr"))
            .as(id + " mean heart rate")
            .isCloseTo(Double.parseDouble(row.get("avg_hr")), within(FIRMWARE_MEAN_BPM));
        compared++;
      }
      assertThat((Double) assessment.get("maxHr"))
          .as(id + " maximal heart rate")
          .isCloseTo(Double.parseDouble(row.get("max_hr")), within(FIRMWARE_MAXIMUM_BPM));
      compared++;
    }
    System.out.println("compared with watch firmware: " + compared + " means and maxima");
    assertThat(compared).isGreaterThan(15);
  }

  private static Map<String, Object> newest(SqliteStore store, String patient) {
    List<Map<String, Object>> assessments =
        store
            .outcomeRecords()
            .assessments(patient, Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
    assertThat(assessments).as(patient + " sessions").hasSize(1);
    return assessments.get(0);
  }

  /** Enrols one patient for each recording and publishes it as its device would. */
  private void publishAll() throws Exception {
    Settings settings =
        SettingsReader.fromEnvironment(
            Map.of(
                "CARRYOVER_DATA_FOLDER", folder.resolve("data").toString(),
                "CARRYOVER_DASHBOARD_PORT", "0",
                "CARRYOVER_MANAGEMENT_PORT", "0",
                "CARRYOVER_BROKER_PORT", "0"));
    try (CarryoverService service = CarryoverService.start(settings, InstantSource.system())) {
      MqttAddress broker = service.broker("any");
      long messages = 0;
      for (String id : RECORDINGS) {
        service.enrolments().enrol("clinic", id, id, Instant.EPOCH);
        service.intake().profile("clinic", id, profile()).toCompletableFuture().get();
        messages += Recording.read(SharedData.file("sessions/hr/" + id + ".csv")).messages().size();
      }
      long before = service.journalled();
      for (String id : RECORDINGS) {
        CommandRun run =
            CommandRun.of(
                List.of(
                    "publish",
                    "--broker",
                    broker.host() + ":" + broker.port(),
                    "--device",
                    id,
                    SharedData.file("sessions/hr/" + id + ".csv").toString()));
        assertThat(run.exit()).as(run.err()).isZero();
      }
      long expected = before + messages;
      long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
      while ((service.journalled() < expected || service.waiting() > 0)
          && System.nanoTime() < giveUpAt) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
      assertThat(service.journalled()).isEqualTo(expected);
      assertThat(service.waiting()).isZero();
    }
  }

  private static ProfileChange profile() {
    return new ProfileChange(
        Instant.parse("2000-01-01T00:00:00Z"),
        ZoneOffset.UTC,
        ProfileChange.Sex.UNSPECIFIED,
        null,
        60.0,
        200.0,
        null,
        null,
        null,
        null,
        null);
  }

  private static Map<String, Map<String, Long>> quarantinedByDevice(Quarantine quarantine) {
    Map<String, Map<String, Long>> byDevice = new HashMap<>();
    for (Quarantine.Item item : quarantine.newest(ALL)) {
      byDevice
          .computeIfAbsent(item.channel().split("/")[3], any -> new HashMap<>())
          .merge(item.code(), 1L, Long::sum);
    }
    return byDevice;
  }

  private static Map<String, Map<String, String>> byId(String file) {
    Map<String, Map<String, String>> byId = new LinkedHashMap<>();
    CsvFile.rows(SharedData.file(file)).forEach(row -> byId.put(row.get("session_id"), row));
    return byId;
  }

  private static int number(Map<String, String> row, String column) {
    return Integer.parseInt(row.get(column));
  }

  /**
   * One recording counted as its file stands.
   *
   * @param repeated rows with the time of the row before
   * @param sameTime readings whose time another reading already has
   */
  private record Counts(
      int rows,
      int gaps,
      int zeros,
      int implausible,
      int repeated,
      int sameTime,
      Map<Long, Float> highestByTime) {

    static Counts of(Path file) {
      int gaps = 0;
      int zeros = 0;
      int implausible = 0;
      int repeated = 0;
      int readings = 0;
      String previous = "";
      Map<Long, Float> highest = new TreeMap<>();
      List<Map<String, String>> rows = CsvFile.rows(file);
      for (Map<String, String> row : rows) {
        String at = row.get("t_ms");
        repeated += at.equals(previous) ? 1 : 0;
        previous = at;
        if (row.get("hr").isEmpty()) {
          gaps++;
          continue;
        }
        double bpm = Double.parseDouble(row.get("hr"));
        if (bpm == 0) {
          zeros++;
        } else if (!HeartRateSamples.isReading(bpm)) {
          implausible++;
        } else {
          readings++;
          highest.merge(Long.parseLong(at), (float) bpm, Math::max);
        }
      }
      return new Counts(
          rows.size(), gaps, zeros, implausible, repeated, readings - highest.size(), highest);
    }
  }
}
