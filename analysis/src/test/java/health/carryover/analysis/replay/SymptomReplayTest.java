package health.carryover.analysis.replay;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.SharedData;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.outcome.AlertChange.Kind;
import health.carryover.analysis.outcome.Assessment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whole data sets of pain, soreness and load, run through the monitor of each person. */
class SymptomReplayTest {
  /**
   * More alerts a week about one patient than this are a flood: with thirty patients a clinician
   * would meet over ninety. A rule that fires for every reading or every answer would be far above.
   */
  private static final double MOST_ALERTS_PER_WEEK = 3;

  @Test
  void myAiGuide() throws IOException {
    LineLedger ledger = new LineLedger();
    List<ReplayedPatient> people = new MyAiGuide(ledger).people();
    assertEveryLineAccountedFor(ledger, "symptoms/myaiguide");
    List<MonitorReplay> replays = replay("MyAIGuide", people, ledger);
    // One person has sessions; the others keep a diary of pain alone, which says nothing by itself.
    List<Assessment> sessions = replays.get(0).assessments();
    assertThat(sessions.size()).isGreaterThan(150);
    assertThat(replays.stream().skip(1).mapToInt(replay -> replay.said.size()).sum()).isZero();
    assertThat(sessions.stream().filter(a -> a.load().value() != null).count()).isZero();
    assertThat(sessions.stream().filter(a -> a.tolerance() != null).count()).isZero();
  }

  @Test
  void pmData() throws IOException {
    LineLedger ledger = new LineLedger();
    List<ReplayedPatient> people = new PmData(ledger).people();
    assertEveryLineAccountedFor(ledger, "symptoms/pmdata");
    List<MonitorReplay> replays = replay("PMData", people, ledger);
    // Without a pain score nothing is learned: no flare, no complete session, nothing is enough.
    for (MonitorReplay replay : replays) {
      assertThat(replay.assessments()).isNotEmpty();
      for (Assessment assessment : replay.assessments()) {
        assertThat(assessment.flare()).isNull();
        if (assessment.tolerance() != null) {
          assertThat(assessment.tolerance().enough()).isFalse();
          assertThat(assessment.tolerance().sessions()).isZero();
        }
      }
    }
  }

  private static List<MonitorReplay> replay(
      String name, List<ReplayedPatient> people, LineLedger ledger) {
    System.out.printf("%s: %d lines used; refused %s%n", name, ledger.used(), ledger.reasons());
    List<MonitorReplay> replays = people.stream().map(SymptomReplayTest::replay).toList();
    Map<Kind, Integer> raised = new EnumMap<>(Kind.class);
    double weeks = 0;
    int sessions = 0;
    int changes = 0;
    for (MonitorReplay replay : replays) {
      replay.raised().forEach((kind, n) -> raised.merge(kind, n, Integer::sum));
      weeks += replay.weeks();
      sessions += replay.assessments().size();
      changes += replay.alertChanges();
    }
    System.out.printf(
        "%s alerts raised in %.0f patient-weeks, %d sessions, %d changes in all:%n",
        name, weeks, sessions, changes);
    for (Map.Entry<Kind, Integer> kind : raised.entrySet()) {
      System.out.printf(
          "  %-28s %4d  %.2f per patient-week%n",
          kind.getKey().code(), kind.getValue(), kind.getValue() / weeks);
    }
    return replays;
  }

  private static MonitorReplay replay(ReplayedPatient patient) {
    List<ReceivedEvent> events = patient.events();
    int n = events.size();
    MonitorReplay service = MonitorReplay.of(patient.id, events, MonitorSettings.DEFAULTS);
    service.assertSame(
        MonitorReplay.of(
            patient.id, events, MonitorSettings.DEFAULTS, List.of(n / 4, n / 2, n - 1)));
    MonitorReplay wholeFile =
        MonitorReplay.of(patient.id, events, MonitorSettings.WHOLE_FILE, List.of(n / 2));
    assertNoFlood(patient.id, service);
    assertNoFlood(patient.id, wholeFile);
    describe(patient.id, wholeFile);
    return wholeFile;
  }

  private static void assertNoFlood(String id, MonitorReplay replay) {
    int sessions = replay.assessments().size();
    int raisedInAll = 0;
    for (Map.Entry<Kind, Integer> kind : replay.raised().entrySet()) {
      // Never twice for one session, whatever arrives late.
      assertThat(kind.getValue()).as(id + " " + kind.getKey()).isLessThanOrEqualTo(sessions);
      raisedInAll += kind.getValue();
    }
    assertThat(raisedInAll / replay.weeks()).as(id).isLessThanOrEqualTo(MOST_ALERTS_PER_WEEK);
    // Raised, perhaps revised or confirmed, resolved: more is an alert that flickers.
    assertThat(replay.alertChanges()).as(id).isLessThanOrEqualTo(4 * raisedInAll);
  }

  private static void describe(String id, MonitorReplay replay) {
    List<Assessment> all = replay.assessments();
    long duplicates = all.stream().filter(a -> a.duplicateOf() != null).count();
    long loads =
        all.stream().filter(a -> a.duplicateOf() == null && a.load().value() != null).count();
    long flares = all.stream().filter(a -> Boolean.TRUE.equals(a.flare())).count();
    long decided = all.stream().filter(a -> a.flare() != null).count();
    Assessment.Tolerance learned =
        all.stream()
            .map(Assessment::tolerance)
            .filter(Objects::nonNull)
            .reduce((earlier, later) -> later)
            .orElse(null);
    System.out.printf(
        "  %s: %.0f weeks, %d sessions (%d told twice, %d with a load, %d flares of %d known), %s,"
            + " raised %s%n",
        id,
        replay.weeks(),
        all.size(),
        duplicates,
        loads,
        flares,
        decided,
        learned == null
            ? "no tolerance"
            : "tolerance %.0f (%.0f-%.0f) from %d complete sessions, enough: %s"
                .formatted(
                    learned.median(),
                    learned.low(),
                    learned.high(),
                    learned.sessions(),
                    learned.enough()),
        replay.raised());
  }

  private static void assertEveryLineAccountedFor(LineLedger ledger, String folder)
      throws IOException {
    try (Stream<Path> files = Files.list(SharedData.file(folder))) {
      for (Path path : files.toList()) {
        String file = folder + "/" + path.getFileName();
        long lines = Files.readAllLines(path).stream().filter(line -> !line.isBlank()).count();
        assertThat(ledger.usedOf(file) + ledger.refusedOf(file))
            .as(file)
            .isEqualTo((int) Math.max(0, lines - 1));
      }
    }
  }
}
