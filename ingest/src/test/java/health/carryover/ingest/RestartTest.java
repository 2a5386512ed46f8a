package health.carryover.ingest;

import static health.carryover.ingest.House.START;
import static health.carryover.ingest.House.send;
import static health.carryover.ingest.House.settle;
import static health.carryover.ingest.House.up;
import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.MonitorSnapshots.MonitorSnapshot;
import health.carryover.analysis.port.SeededRandom;
import health.carryover.ingest.House.Sent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A service that is stopped or dies anywhere ends where one that ran through ends. */
class RestartTest {
  private static final int PATIENTS = 7;

  private record Step(Sent message, Instant at) {}

  /** Two days of sessions, heart rate and pain of several patients, two of them late. */
  private static List<Step> course(Random random) {
    List<Step> steps = new ArrayList<>();
    Instant from = START.minus(Duration.ofDays(2));
    for (int patient = 0; patient < PATIENTS; patient++) {
      String device = "d" + patient;
      for (int day = 0; day < 2; day++) {
        Instant begin =
            from.plus(Duration.ofDays(day)).plus(Duration.ofMinutes(random.nextInt(300)));
        String session = "\"session\":\"s-" + day + "\"";
        Duration late = Duration.ofMinutes(random.nextInt(3) == 0 ? 600 : 1);
        step(
            steps,
            device,
            "pain",
            begin.minusSeconds(60),
            late,
            ",\"nrs\":" + random.nextInt(6) + ",\"slot\":\"before\"");
        step(steps, device, "session", begin, late, "," + session + ",\"event\":\"started\"");
        for (int minute = 0; minute < 20; minute++) {
          String bpm = (90 + random.nextInt(60)) + ",null," + (80 + random.nextInt(60));
          Instant start = begin.plus(Duration.ofMinutes(minute));
          steps.add(
              new Step(
                  up(
                      device,
                      "heart-rate",
                      "{\"start\":\"" + start + "\",\"intervalMs\":20000,\"bpm\":[" + bpm + "]}"),
                  start.plus(late)));
        }
        Instant end = begin.plus(Duration.ofMinutes(20));
        step(steps, device, "session", end, late, "," + session + ",\"event\":\"ended\",\"rpe\":4");
        step(
            steps,
            device,
            "pain",
            end.plusSeconds(300),
            late,
            ",\"nrs\":" + random.nextInt(8) + ",\"slot\":\"after\"");
        step(
            steps,
            device,
            "pain",
            end.plus(Duration.ofHours(8)),
            late,
            ",\"nrs\":" + random.nextInt(10) + ",\"slot\":\"evening\"");
      }
    }
    steps.sort(java.util.Comparator.comparing(Step::at));
    return steps;
  }

  private static void step(
      List<Step> steps, String device, String stream, Instant at, Duration late, String rest) {
    steps.add(new Step(up(device, stream, "{\"at\":\"" + at + "\"" + rest + "}"), at.plus(late)));
  }

  private static House enrolled() {
    House house = new House();
    house.now = START.minus(Duration.ofDays(3));
    for (int patient = 0; patient < PATIENTS; patient++) {
      house.enrol("d" + patient, "p" + patient);
    }
    return house;
  }

  private static Sent copyOf(Sent sent) {
    return new Sent(sent.channel(), new String(sent.payload(), StandardCharsets.UTF_8));
  }

  private static List<Sent> run(House house, IngestService service, List<Step> steps)
      throws InterruptedException {
    List<Sent> sent = new ArrayList<>();
    for (Step step : steps) {
      house.now = step.at().isAfter(house.now) ? step.at() : house.now;
      Sent copy = copyOf(step.message());
      sent.add(copy);
      send(service, copy);
      // One by one, so that the two runs give each message the same time of receipt.
      House.await(() -> copy.acknowledged.get() > 0);
    }
    settle(service, sent);
    return sent;
  }

  private static Map<String, List<?>> results(House house) {
    Map<String, List<?>> results = new TreeMap<>();
    for (int patient = 0; patient < PATIENTS; patient++) {
      results.put("readings " + patient, house.readings("p" + patient));
      results.put("assessments " + patient, house.assessments("p" + patient));
      String own = "p" + patient;
      results.put(
          "alerts " + patient,
          house.memoryOutcomes.alertChangesAfter(0, Integer.MAX_VALUE).stream()
              .filter(change -> change.patient().equals(own))
              .map(change -> change.document())
              .toList());
    }
    return results;
  }

  private static Map<String, List<?>> uninterrupted(List<Step> steps) throws InterruptedException {
    House house = enrolled();
    IngestService service = house.service();
    service.start();
    run(house, service, steps);
    assertThat(service.stop()).isTrue();
    assertThat(house.assessments("p0")).hasSize(2);
    assertThat(house.memoryOutcomes.lastAlertChangeId()).isPositive();
    return results(house);
  }

  @Test
  void stoppedAndStartedAnywhere() throws Exception {
    Random random = SeededRandom.of("restart");
    List<Step> steps = course(random);
    House house = enrolled();
    int from = 0;
    while (from < steps.size()) {
      int to = Math.min(steps.size(), from + 1 + random.nextInt(120));
      IngestService service = house.service();
      service.start();
      run(house, service, steps.subList(from, to));
      assertThat(service.stop()).isTrue();
      assertThat(house.memorySnapshots.checkpoint()).isEqualTo(house.memoryJournal.lastSequence());
      from = to;
    }
    assertThat(results(house)).isEqualTo(uninterrupted(steps));
  }

  @Test
  void diedAnywhereWithTheSnapshotsItHappenedToHave() throws Exception {
    Random random = SeededRandom.of("death");
    List<Step> steps = course(random);
    House house = enrolled();
    int from = 0;
    while (from < steps.size()) {
      int to = Math.min(steps.size(), from + 1 + random.nextInt(120));
      IngestSettings hasty =
          new IngestSettings(
              House.SETTINGS.codec(),
              House.SETTINGS.writer(),
              House.SETTINGS.shards(),
              House.SETTINGS.monitors(),
              House.SETTINGS.clocks(),
              Duration.ofMillis(20));
      IngestService service = house.service(house.journal(), hasty);
      service.start();
      run(house, service, steps.subList(from, to));
      // From here on no snapshot is stored any more: what is in memory is lost.
      house.snapshotFailures.fail(Integer.MAX_VALUE);
      service.stop();
      house.snapshotFailures.fail(0);
      assertThat(house.memorySnapshots.checkpoint())
          .isLessThanOrEqualTo(house.memoryJournal.lastSequence());
      from = to;
    }
    IngestService last = house.service();
    last.start();
    assertThat(last.stop()).isTrue();
    assertThat(results(house)).isEqualTo(uninterrupted(steps));
  }

  /**
   * What time alone made a monitor say is in no journal entry. Its number must not be given to
   * something else by the monitor that is restored.
   */
  @Test
  void diedAfterTimeAloneMadeItSpeak() throws Exception {
    List<Sent> before =
        List.of(
            up("d0", "session", sessionEvent("started", START)),
            up("d0", "heart-rate", batch(START)));
    List<Sent> after =
        List.of(
            up("d0", "heart-rate", batch(START.plusSeconds(60))),
            up("d0", "heart-rate", batch(START.plusSeconds(120))),
            up("d0", "session", sessionEvent("ended", START.plusSeconds(180))));

    House undisturbed = enrolled();
    undisturbed.now = START.plusSeconds(240);
    IngestService whole = undisturbed.service();
    whole.start();
    for (Sent sent : before) {
      send(whole, copyOf(sent));
    }
    for (Sent sent : after) {
      send(whole, copyOf(sent));
    }
    finish(undisturbed, whole);

    House house = enrolled();
    house.now = START.plusSeconds(70);
    IngestSettings hasty =
        new IngestSettings(
            House.SETTINGS.codec(),
            House.SETTINGS.writer(),
            House.SETTINGS.shards(),
            House.SETTINGS.monitors(),
            House.SETTINGS.clocks(),
            Duration.ofMillis(20));
    IngestService first = house.service(house.journal(), hasty);
    first.start();
    for (Sent sent : before) {
      send(first, copyOf(sent));
    }
    House.await(() -> first.waiting() == 0 && house.memoryJournal.lastSequence() == 2);
    double said = house.count("carryover.ingest.outcomes", "kind", "assessment");
    // From here on no snapshot is stored but those that belong to what time made them say.
    house.snapshotFailures.fail(Integer.MAX_VALUE);
    house.now = START.plus(Duration.ofHours(6));
    House.await(() -> house.count("carryover.ingest.outcomes", "kind", "assessment") > said);
    first.stop();
    house.snapshotFailures.fail(0);
    // The clock was wrong: it is not that late at all.
    house.now = START.plusSeconds(240);
    IngestService second = house.service();
    second.start();
    for (Sent sent : after) {
      send(second, copyOf(sent));
    }
    finish(house, second);

    assertThat(lastWord(house)).isEqualTo(lastWord(undisturbed));
  }

  private static void finish(House house, IngestService service) throws Exception {
    House.await(() -> house.memoryJournal.lastSequence() == 5 && service.waiting() == 0);
    assertThat(service.stop()).isTrue();
  }

  private static String sessionEvent(String event, Instant at) {
    return "{\"session\":\"s\",\"event\":\"%s\",\"at\":\"%s\"}".formatted(event, at);
  }

  private static String batch(Instant start) {
    return "{\"start\":\"%s\",\"intervalMs\":1000,\"bpm\":[%s]}"
        .formatted(start, String.join(",", java.util.Collections.nCopies(60, "120")));
  }

  /** Of the session itself; what was not answered may be asked for at another time. */
  private static List<List<String>> lastWord(House house) {
    return house.assessments("p0").stream()
        .map(
            said ->
                List.of(
                    String.valueOf(said.get("start")),
                    String.valueOf(said.get("end")),
                    String.valueOf(said.get("meanHr")),
                    String.valueOf(said.get("coverage")),
                    String.valueOf(said.get("load"))))
        .toList();
  }

  @Test
  void replayingTheWholeJournalAgainChangesNothing() throws Exception {
    List<Step> steps = course(SeededRandom.of("again"));
    House house = enrolled();
    IngestService service = house.service();
    service.start();
    run(house, service, steps);
    assertThat(service.stop()).isTrue();
    Map<String, List<?>> once = results(house);

    House again = enrolled();
    again.memoryJournal.append(
        house.memoryJournal.read(0, Integer.MAX_VALUE).stream().map(e -> e.entry()).toList());
    for (int i = 0; i < 2; i++) {
      again.now = house.now;
      IngestService replaying = again.service();
      replaying.start();
      assertThat(replaying.stop()).isTrue();
    }
    assertThat(results(again)).isEqualTo(once);
  }

  @Test
  void aSnapshotNobodyCanReadIsMadeAnewFromTheJournal() throws Exception {
    List<Step> steps = course(SeededRandom.of("unreadable"));
    House house = enrolled();
    int half = steps.size() / 2;
    IngestService first = house.service();
    first.start();
    run(house, first, steps.subList(0, half));
    assertThat(first.stop()).isTrue();
    long checkpoint = house.memorySnapshots.checkpoint();
    for (String patient : house.memorySnapshots.patients()) {
      long sequence = house.memorySnapshots.load(patient).orElseThrow().sequence();
      house.memorySnapshots.save(
          List.of(new MonitorSnapshot(patient, sequence, new byte[] {1, 2, 3})), checkpoint);
    }
    IngestService second = house.service();
    second.start();
    run(house, second, steps.subList(half, steps.size()));
    assertThat(second.stop()).isTrue();
    assertThat(house.count("carryover.ingest.shard.failures", "kind", "monitor-restored"))
        .isPositive();
    assertThat(results(house)).isEqualTo(uninterrupted(steps));
  }

  @Test
  void theReadingsDoNotDependOnTheOrderOfArrival() throws Exception {
    Random random = SeededRandom.of("shuffle");
    List<Step> steps = course(random);
    Map<String, List<?>> expected = uninterrupted(steps);
    List<Step> shuffled = new ArrayList<>(steps);
    Collections.shuffle(shuffled, random);
    shuffled.addAll(steps.subList(0, steps.size() / 3));
    House house = enrolled();
    house.now = START;
    IngestService service = house.service();
    service.start();
    run(house, service, shuffled);
    assertThat(service.stop()).isTrue();
    Map<String, List<?>> results = results(house);
    for (int patient = 0; patient < PATIENTS; patient++) {
      assertThat(results.get("readings " + patient)).isEqualTo(expected.get("readings " + patient));
    }
    assertThat(house.count("carryover.ingest.messages", "fate", "duplicate"))
        .isEqualTo(steps.size() / 3);
  }
}
