package health.carryover.analysis.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.CsvFile;
import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.PatientMonitor;
import health.carryover.analysis.SharedData;
import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ProfileChange.HeartRateReliability;
import health.carryover.analysis.event.ProfileChange.Sex;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.load.BanisterFormula;
import health.carryover.analysis.load.HeartRateZones;
import health.carryover.analysis.load.LoadBasis;
import health.carryover.analysis.load.SessionLoad;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.session.AssembledSession;
import health.carryover.analysis.session.HeartRateSeries;
import health.carryover.analysis.session.SessionAssembler;
import health.carryover.analysis.session.SessionFacts;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Public recordings of heart rate run through the monitor, against what the device itself said. */
class RecordingReplayTest {
  private static final double MILLIS = 1_000;

  /** A session of a recording: what a device marks beside its readings. */
  private record Marked(String session, long startMillis, long endMillis) {}

  @Test
  void everyRecordingIsAssessedAndEveryRecordAccountedFor() {
    List<Map<String, String>> timer = CsvFile.rows(SharedData.file("sessions/events.csv"));
    int recordings = 0;
    int empty = 0;
    long accepted = 0;
    long refused = 0;
    for (Map<String, String> row : CsvFile.rows(SharedData.file("sessions/sessions.csv"))) {
      RecordedSession recording = RecordedSession.read(row.get("session_id"));
      recordings++;
      accepted += recording.accepted();
      refused += recording.refused();
      assertThat(recording.accepted() + recording.refused())
          .as(recording.id())
          .isEqualTo(Integer.parseInt(row.get("n_samples")));
      if (recording.accepted() == 0) {
        empty++;
        continue;
      }
      Marked whole = whole(recording);
      Assessment assessment = assess(recording, List.of(whole), timer).get(whole.session());
      Assessment exported = assessExport(recording, List.of(whole), timer).get(whole.session());
      assertThat(exported.sameFindings(assessment)).as(recording.id()).isTrue();
      assertThat(assessment.coverage()).as(recording.id()).isBetween(0.0, 1.0);
      assertThat(assessment.load().banister() == null || assessment.load().banister() >= 0)
          .as(recording.id())
          .isTrue();
      if (assessment.meanBpm() != null) {
        assertThat(assessment.meanBpm())
            .as(recording.id())
            .isBetween(HeartRateSamples.LOWEST_BPM, HeartRateSamples.HIGHEST_BPM);
      }
    }
    System.out.printf(
        "recordings: %d replayed, %d without a reading; %d readings used, %d records refused (no"
            + " heart rate, 0 or implausible)%n",
        recordings, empty, accepted, refused);
    assertThat(recordings).isEqualTo(130);
  }

  @Test
  void averagesAndMaximaAreThoseOfTheDevice() {
    List<Map<String, String>> timer = CsvFile.rows(SharedData.file("sessions/events.csv"));
    Map<String, List<Map<String, String>>> rows = new LinkedHashMap<>();
    for (Map<String, String> row : CsvFile.rows(SharedData.file("expected/device-summary.csv"))) {
      if (row.get("agrees").equals("all")) {
        rows.computeIfAbsent(row.get("session_id"), any -> new ArrayList<>()).add(row);
      }
    }
    int averages = 0;
    int within1 = 0;
    int maxima = 0;
    double off = 0;
    double worst = 0;
    for (Map.Entry<String, List<Map<String, String>>> entry : rows.entrySet()) {
      RecordedSession recording = RecordedSession.read(entry.getKey());
      List<Marked> sessions = new ArrayList<>();
      for (Map<String, String> row : entry.getValue()) {
        sessions.add(marked(recording, row));
      }
      Map<String, Assessment> assessed = assess(recording, sessions, timer);
      for (Map<String, String> row : entry.getValue()) {
        Marked session = marked(recording, row);
        Assessment assessment = assessed.get(session.session());
        if (!row.get("avg_hr").isEmpty()) {
          double difference = Math.abs(assessment.meanBpm() - number(row, "avg_hr"));
          averages++;
          off += difference;
          worst = Math.max(worst, difference);
          within1 += difference <= 1 ? 1 : 0;
          // The device rounds to whole beats; what it counts in a dropout it does not tell.
          assertThat(difference).as(session.session()).isLessThanOrEqualTo(2);
        }
        if (!row.get("max_hr").isEmpty()) {
          maxima++;
          assertThat(Math.abs(assessment.maxBpm() - number(row, "max_hr")))
              .as(session.session())
              .isLessThanOrEqualTo(1.0);
        }
      }
    }
    System.out.printf(
        "device-summary.csv: %d averages, %d within 1 bpm, %.2f bpm off in the mean, %.2f at most;"
            + " %d maxima%n",
        averages, within1, off / averages, worst, maxima);
    assertThat(averages).isGreaterThan(40);
    assertThat(within1).isGreaterThanOrEqualTo(averages * 9 / 10);
    assertThat(off / averages).isLessThan(0.5);
  }

  @Test
  void zoneSecondsAreThoseOfTheDevice() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Map<String, String>> timer = CsvFile.rows(SharedData.file("sessions/events.csv"));
    int rows = 0;
    double all = 0;
    double off = 0;
    for (Map<String, String> row : CsvFile.rows(SharedData.file("expected/device-summary.csv"))) {
      if (!row.get("agrees").equals("all")
          || row.get("time_in_zone_s").isEmpty()
          || row.get("zone_high_bpm").isEmpty()) {
        continue;
      }
      double[] theirs = doubles(json.readTree(row.get("time_in_zone_s")));
      if (Arrays.stream(theirs).sum() < 2) {
        // A single reading in a swim: the firmware counts the moment, a hold lasts up to 30 s.
        continue;
      }
      RecordedSession recording = RecordedSession.read(row.get("session_id"));
      HeartRateZones zones = HeartRateZones.of(doubles(json.readTree(row.get("zone_high_bpm"))));
      List<Double> ours = zoneSeconds(recording, marked(recording, row), timer, zones);
      double difference = 0;
      double total = 0;
      for (int zone = 0; zone < zones.count(); zone++) {
        double expected = zone < theirs.length ? theirs[zone] : 0;
        difference += Math.abs(ours.get(zone) - expected);
        total += expected;
      }
      assertThat(difference)
          .as(row.get("session_id") + "/" + row.get("segment"))
          .isLessThanOrEqualTo(Math.max(5, 0.015 * total));
      rows++;
      all += total;
      off += difference;
    }
    System.out.printf(
        "device-summary.csv: %d rows with zones; %.0f s, %.2f %% placed otherwise%n",
        rows, all, 100 * off / all);
    assertThat(rows).isEqualTo(19);
    assertThat(off).isLessThan(0.005 * all);
  }

  @Test
  void theSameWorkoutExportedTwiceCountsOnce() {
    int pairs = 0;
    for (Map<String, String> row : CsvFile.rows(SharedData.file("sessions/duplicates.csv"))) {
      RecordedSession one = RecordedSession.read(row.get("session_id"));
      RecordedSession two = RecordedSession.read(row.get("alternate_id"));
      PatientMonitor monitor = PatientMonitor.start(one.id(), MonitorSettings.WHOLE_FILE);
      List<NumberedOutcome> said = new ArrayList<>();
      tell(monitor, said, profile(one.firstMillis()), "file");
      for (RecordedSession recording : List.of(one, two)) {
        Marked whole = whole(recording);
        tell(monitor, said, start(whole), recording.id());
        recording.batches().forEach(batch -> tell(monitor, said, batch, recording.id()));
        tell(monitor, said, end(whole), recording.id());
      }
      said.addAll(monitor.finish());
      Map<String, Assessment> last = lastWords(said);
      List<Assessment> counted =
          last.values().stream().filter(a -> a.duplicateOf() == null).toList();
      assertThat(last.size()).as(two.id()).isEqualTo(2);
      assertThat(counted.size()).as(two.id()).isEqualTo(1);
      pairs++;
    }
    System.out.println("duplicates.csv: " + pairs + " pairs counted once");
    assertThat(pairs).isEqualTo(9);
  }

  /** As a device tells it live: readings in the order of the file, marks when their time came. */
  private static Map<String, Assessment> assess(
      RecordedSession recording, List<Marked> sessions, List<Map<String, String>> timer) {
    List<SessionMark> marks = marks(recording, sessions, timer);
    marks.sort(Comparator.comparing(SessionMark::at));
    List<PatientEvent> events = new ArrayList<>();
    int next = 0;
    for (HeartRateSamples batch : recording.batches()) {
      while (next < marks.size() && !marks.get(next).at().isAfter(batch.observedAt())) {
        events.add(marks.get(next++));
      }
      events.add(batch);
    }
    events.addAll(marks.subList(next, marks.size()));
    return assess(recording, events);
  }

  /** As an export tells it: the readings, then the stop, the start and the pauses. */
  private static Map<String, Assessment> assessExport(
      RecordedSession recording, List<Marked> sessions, List<Map<String, String>> timer) {
    List<PatientEvent> events = new ArrayList<>(recording.batches());
    events.addAll(marks(recording, sessions, timer));
    return assess(recording, events);
  }

  private static List<SessionMark> marks(
      RecordedSession recording, List<Marked> sessions, List<Map<String, String>> timer) {
    List<SessionMark> marks = new ArrayList<>();
    for (Marked session : sessions) {
      marks.add(end(session));
      marks.add(start(session));
      marks.addAll(
          recording.pauses(timer, session.session(), session.startMillis(), session.endMillis()));
    }
    return marks;
  }

  private static Map<String, Assessment> assess(
      RecordedSession recording, List<PatientEvent> events) {
    PatientMonitor monitor = PatientMonitor.start(recording.id(), MonitorSettings.WHOLE_FILE);
    List<NumberedOutcome> said = new ArrayList<>();
    tell(monitor, said, profile(recording.firstMillis()), "file");
    events.forEach(event -> tell(monitor, said, event, "d1"));
    said.addAll(monitor.finish());
    return lastWords(said);
  }

  /** Zone seconds of a session put together from its marks, as the monitor does it. */
  private static List<Double> zoneSeconds(
      RecordedSession recording,
      Marked session,
      List<Map<String, String>> timer,
      HeartRateZones zones) {
    SessionFacts facts = new SessionFacts(session.session());
    List<SessionMark> marks = new ArrayList<>(List.of(start(session), end(session)));
    marks.addAll(
        recording.pauses(timer, session.session(), session.startMillis(), session.endMillis()));
    for (SessionMark mark : marks) {
      facts.add(mark, new ReceivedEvent(mark, "d1", mark.at(), null, null, null));
    }
    HeartRateSeries series = new HeartRateSeries();
    recording.batches().forEach(series::add);
    MonitorSettings settings = MonitorSettings.WHOLE_FILE;
    AssembledSession assembled =
        new SessionAssembler(settings.silenceEndsSession(), settings.longestSession())
            .assemble(facts, List.of(series), null, Instant.ofEpochMilli(session.endMillis()))
            .orElseThrow();
    return SessionLoad.readings(
            LoadBasis.withoutReference(BanisterFormula.UNISEX),
            assembled.active(),
            series.slice(0, series.size()).atMillis(),
            series.slice(0, series.size()).bpm(),
            0,
            series.size())
        .secondsIn(zones);
  }

  private static Marked whole(RecordedSession recording) {
    return new Marked(recording.id(), recording.firstMillis(), recording.lastMillis() + 1);
  }

  /** The session of a row of the device's summaries; without a segment the whole recording. */
  private static Marked marked(RecordedSession recording, Map<String, String> row) {
    if (row.get("segment_start_ms").isEmpty() || row.get("elapsed_s").isEmpty()) {
      return whole(recording);
    }
    long start = Long.parseLong(row.get("segment_start_ms"));
    return new Marked(
        recording.id() + "-" + row.get("segment"),
        start,
        start + (long) (number(row, "elapsed_s") * MILLIS));
  }

  private static SessionMark start(Marked session) {
    return RecordedSession.mark(session.session(), SessionMark.Kind.STARTED, session.startMillis());
  }

  private static SessionMark end(Marked session) {
    return RecordedSession.mark(session.session(), SessionMark.Kind.ENDED, session.endMillis());
  }

  private static ProfileChange profile(long atMillis) {
    return new ProfileChange(
        Instant.ofEpochMilli(atMillis),
        ZoneOffset.UTC,
        Sex.UNSPECIFIED,
        null,
        60.0,
        190.0,
        HeartRateReliability.RELIABLE,
        Condition.OTHER,
        LoadCurrency.BANISTER_TRIMP,
        null,
        null);
  }

  private static void tell(
      PatientMonitor monitor, List<NumberedOutcome> said, PatientEvent event, String device) {
    said.addAll(
        monitor.accept(new ReceivedEvent(event, device, event.observedAt(), null, null, null)));
  }

  private static Map<String, Assessment> lastWords(List<NumberedOutcome> said) {
    Map<String, Assessment> last = new LinkedHashMap<>();
    for (NumberedOutcome outcome : said) {
      if (outcome.outcome() instanceof Assessment assessment) {
        last.put(assessment.session(), assessment);
      }
    }
    return last;
  }

  private static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    Arrays.setAll(values, i -> array.get(i).asDouble());
    return values;
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(row.get(column));
  }
}
