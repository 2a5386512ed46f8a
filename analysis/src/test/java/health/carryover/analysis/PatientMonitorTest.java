package health.carryover.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.event.SessionPlan;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.AlertChange.Change;
import health.carryover.analysis.outcome.AlertChange.Kind;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.Assessment.SlotState;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.outcome.SessionProgress;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stories of one patient, in virtual time. */
class PatientMonitorTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");

  private final PatientMonitor monitor = PatientMonitor.start("p1", MonitorSettings.DEFAULTS);
  private final List<NumberedOutcome> said = new ArrayList<>();

  @Test
  void aSessionIsAssessedWhenItEnds() {
    PatientEvents events = new PatientEvents().profile(MONDAY.minus(Duration.ofDays(1)));
    events.session("s1", MONDAY, 45, 150);
    feed(events);
    Assessment assessment = last("s1");
    // Banister 1991, male, 45 min at 150 with rest 60 and maximum 190.
    assertThat(assessment.load().value()).isCloseTo(75.330, within(1e-3));
    assertThat(assessment.load().formula()).isEqualTo("banister-1991-m0.64");
    assertThat(assessment.activeMinutes()).isEqualTo(45);
    assertThat(assessment.coverage()).isEqualTo(1);
    assertThat(assessment.meanBpm()).isCloseTo(150, within(1e-9));
    assertThat(assessment.revision()).isEqualTo(1);
    assertThat(assessment.pain().before()).isNull();
    assertThat(assessment.slots().get(PainSlot.BEFORE)).isEqualTo(SlotState.MISSED);
    assertThat(assessment.slots().get(PainSlot.NEXT_MORNING)).isEqualTo(SlotState.NOT_DUE);
    assertThat(assessment.pattern()).isEqualTo("unknown");
  }

  @Test
  void aSuggestionKeepsToWhatIsAgreedByTheNextSession() {
    Instant nextWeek = MONDAY.plus(Duration.ofDays(7));
    PatientEvents events = new PatientEvents().profile(MONDAY.minus(Duration.ofDays(1)));
    events.session("s1", MONDAY, 45, 150).pains(MONDAY, 45, 3, 3, 3, 3.0, 3.0);
    events.session("s2", nextWeek, 45, 150).pains(nextWeek, 45, 3, 3, 3, 3.0, 3.0);
    feed(events);
    assertThat(last("s2").guidance().nextLoadMax()).isGreaterThan(60);
    Assessment first = last("s1");
    // Agreed after both sessions: it holds for the one to come, and not for what is past.
    feed(
        new PatientEvents()
            .agreed(nextWeek.plus(Duration.ofDays(2)), 50.0, ProfileChange.Progression.HELD));
    assertThat(last("s2").guidance().nextLoadMax()).isEqualTo(50);
    assertThat(last("s2").guidance().action()).isEqualTo("reduce-volume");
    assertThat(last("s2").revision()).isGreaterThan(1);
    assertThat(last("s1")).isEqualTo(first);
  }

  @Test
  void reliefThenReboundIsFound() {
    PatientEvents events = new PatientEvents().profile(MONDAY.minus(Duration.ofDays(1)));
    events.session("s1", MONDAY, 40, 130).pains(MONDAY, 40, 5, 3, 3, 6.0, 7.0);
    feed(events);
    Assessment assessment = last("s1");
    assertThat(assessment.pattern()).isEqualTo("relief-then-rebound");
    assertThat(assessment.relief()).isEqualTo(2);
    assertThat(assessment.rebound()).isEqualTo(2);
    assertThat(assessment.carryOver()).isEqualTo(-2);
    assertThat(assessment.flare()).isTrue();
    assertThat(assessment.guidance().action()).isEqualTo("reduce-volume");
    assertThat(assessment.guidance().frequency()).isEqualTo("keep");
    assertThat(assessment.mechanisms()).isNotNull();
  }

  @Test
  void loadAboveToleranceAlertsLiveAndTheNextMorningConfirms() {
    PatientEvents events = toleratedWeeks();
    Instant start = MONDAY.plus(Duration.ofDays(20));
    events.session("big", start, 90, 150);
    feed(events);
    List<AlertChange> live = alerts(Kind.LOAD_EXCEEDS_TOLERANCE, "big");
    assertThat(live).isNotEmpty();
    assertThat(live.get(0).change()).isEqualTo(Change.RAISED);
    assertThat(live.get(0).provisional()).isTrue();
    assertThat(live.get(0).late()).isFalse();
    assertThat(live.get(0).knownAt()).isBefore(start.plus(Duration.ofMinutes(90)));
    assertThat(live.get(0).eventAt()).isBetween(start, live.get(0).knownAt());

    feed(new PatientEvents().pains(start, 90, 4, 2, 2, 6.0, 6.0));
    List<AlertChange> after = alerts(Kind.LOAD_EXCEEDS_TOLERANCE, "big");
    assertThat(after.get(after.size() - 1).change()).isEqualTo(Change.CONFIRMED);
    assertThat(alerts(Kind.FLARE, "big")).isNotEmpty();
  }

  @Test
  void aCalmNextMorningRetracts() {
    PatientEvents events = toleratedWeeks();
    Instant start = MONDAY.plus(Duration.ofDays(20));
    events.session("big", start, 90, 150).pains(start, 90, 4, 2, 2, 3.0, 3.0);
    feed(events);
    List<AlertChange> changes = alerts(Kind.LOAD_EXCEEDS_TOLERANCE, "big");
    AlertChange newest = changes.get(changes.size() - 1);
    assertThat(newest.change()).isEqualTo(Change.RETRACTED);
    assertThat(newest.reason().english()).contains("no flare-up by the next morning");
  }

  @Test
  void withoutEnoughSessionsNoLoadAlertIsRaised() {
    PatientEvents events = new PatientEvents().profile(MONDAY.minus(Duration.ofDays(1)));
    events.session("s1", MONDAY, 20, 120);
    events.session("s2", MONDAY.plus(Duration.ofDays(2)), 120, 170);
    feed(events);
    assertThat(alerts(Kind.LOAD_EXCEEDS_TOLERANCE, "s2")).isEmpty();
  }

  @Test
  void pausesAreRemoved() {
    PatientEvents events = new PatientEvents().profile(MONDAY.minus(Duration.ofDays(1)));
    events.started("s1", MONDAY);
    for (int minute = 0; minute < 30; minute++) {
      events.minute(MONDAY.plus(Duration.ofMinutes(minute)), 150);
    }
    events.mark("s1", SessionMark.Kind.PAUSED, MONDAY.plus(Duration.ofMinutes(10)));
    events.mark("s1", SessionMark.Kind.RESUMED, MONDAY.plus(Duration.ofMinutes(20)));
    events.ended("s1", MONDAY.plus(Duration.ofMinutes(30)), null);
    feed(events);
    assertThat(last("s1").activeMinutes()).isEqualTo(20);
    assertThat(last("s1").load().value()).isCloseTo(75.330 * 20 / 45, within(1e-3));
  }

  @Test
  void pausesToldLiveAreRemovedLive() {
    PatientEvents events = new PatientEvents().profile(MONDAY.minus(Duration.ofDays(1)));
    events.started("s1", MONDAY);
    for (int minute = 0; minute < 30; minute++) {
      Instant at = MONDAY.plus(Duration.ofMinutes(minute));
      if (minute == 10) {
        events.mark("s1", SessionMark.Kind.PAUSED, at);
      } else if (minute == 20) {
        events.mark("s1", SessionMark.Kind.RESUMED, at);
      }
      events.minute(at, 150);
    }
    feed(events);
    SessionProgress running =
        said.stream()
            .map(NumberedOutcome::outcome)
            .filter(SessionProgress.class::isInstance)
            .map(SessionProgress.class::cast)
            .reduce((earlier, later) -> later)
            .orElseThrow();
    assertThat(running.load()).isCloseTo(75.330 * 20 / 45, within(0.1));
    feed(new PatientEvents().ended("s1", MONDAY.plus(Duration.ofMinutes(30)), null));
    assertThat(last("s1").load().value()).isCloseTo(75.330 * 20 / 45, within(1e-3));
  }

  @Test
  void aPauseToldLateTakesBackWhatWasCountedInIt() {
    PatientEvents events = new PatientEvents().profile(MONDAY.minus(Duration.ofDays(1)));
    events.started("s1", MONDAY);
    for (int minute = 0; minute < 20; minute++) {
      events.minute(MONDAY.plus(Duration.ofMinutes(minute)), 150);
    }
    events.mark("s1", SessionMark.Kind.PAUSED, MONDAY.plus(Duration.ofMinutes(10)));
    events.minute(MONDAY.plus(Duration.ofMinutes(20)), 150);
    events.mark("s1", SessionMark.Kind.RESUMED, MONDAY.plus(Duration.ofMinutes(21)));
    events.minute(MONDAY.plus(Duration.ofMinutes(21)), 150);
    events.ended("s1", MONDAY.plus(Duration.ofMinutes(22)), null);
    feed(events);
    assertThat(last("s1").activeMinutes()).isEqualTo(11);
    assertThat(last("s1").load().value()).isCloseTo(75.330 * 11 / 45, within(1e-3));
  }

  @Test
  void aMissingStopEndsAtTheLastReading() {
    PatientEvents events = new PatientEvents().profile(MONDAY.minus(Duration.ofDays(1)));
    events.started("s1", MONDAY);
    for (int minute = 0; minute < 30; minute++) {
      events.minute(MONDAY.plus(Duration.ofMinutes(minute)), 140);
    }
    feed(events);
    assertThat(assessments("s1")).isEmpty();
    said.addAll(monitor.advanceTo(MONDAY.plus(Duration.ofMinutes(60))));
    assertThat(last("s1").end()).isEqualTo(MONDAY.plusSeconds(30 * 60 - 1));
  }

  @Test
  void aLateReadingReopensASessionAsANewRevision() {
    PatientEvents events = new PatientEvents().profile(MONDAY.minus(Duration.ofDays(1)));
    events.started("s1", MONDAY);
    for (int minute = 0; minute < 30; minute++) {
      if (minute != 12) {
        events.minute(MONDAY.plus(Duration.ofMinutes(minute)), 140);
      }
    }
    events.ended("s1", MONDAY.plus(Duration.ofMinutes(30)), null);
    feed(events);
    double before = last("s1").coverage();
    PatientEvents late = new PatientEvents().minute(MONDAY.plus(Duration.ofMinutes(12)), 140);
    for (ReceivedEvent event : late.told) {
      said.addAll(
          monitor.accept(
              new ReceivedEvent(
                  event.event(), "d1", MONDAY.plus(Duration.ofHours(3)), null, null, null)));
    }
    assertThat(last("s1").coverage()).isGreaterThan(before).isEqualTo(1);
    assertThat(last("s1").revision()).isGreaterThan(1);
    assertThat(last("s1").knownAt()).isEqualTo(MONDAY.plus(Duration.ofHours(3)));
  }

  @Test
  void readingsOutsideTheSessionAreIgnored() {
    PatientEvents events = new PatientEvents().profile(MONDAY.minus(Duration.ofDays(1)));
    events.minute(MONDAY.minus(Duration.ofMinutes(2)), 180);
    events.session("s1", MONDAY, 30, 130);
    events.minute(MONDAY.plus(Duration.ofMinutes(40)), 180);
    feed(events);
    assertThat(last("s1").maxBpm()).isEqualTo(130);
  }

  @Test
  void theSameWorkoutFromTwoAppsCountsOnce() {
    PatientEvents events = new PatientEvents().profile(MONDAY.minus(Duration.ofDays(1)));
    events.session("s1", MONDAY, 30, 130);
    events.session("s1-export", MONDAY.plusSeconds(5), 30, 130);
    feed(events);
    assertThat(last("s1-export").duplicateOf()).isEqualTo("s1");
    assertThat(last("s1").duplicateOf()).isNull();
    assertThat(last("s1-export").tolerance()).isNull();
  }

  @Test
  void timeMayPassInOneStepOrInMany() {
    PatientEvents events = toleratedWeeks();
    Instant start = MONDAY.plus(Duration.ofDays(20));
    events.session("big", start, 90, 150);
    feed(events);
    PatientMonitor other = PatientMonitor.restore(monitor.snapshot(), MonitorSettings.DEFAULTS);
    Instant until = start.plus(Duration.ofDays(9));
    List<NumberedOutcome> once = monitor.advanceTo(until);
    List<NumberedOutcome> often = new ArrayList<>();
    for (Instant at = start; !at.isAfter(until); at = at.plus(Duration.ofMinutes(97))) {
      often.addAll(other.advanceTo(at));
    }
    often.addAll(other.advanceTo(until));
    assertThat(once).isNotEmpty();
    assertThat(often).isEqualTo(once);
  }

  private static PatientEvents toleratedWeeks() {
    PatientEvents events = new PatientEvents().profile(MONDAY.minus(Duration.ofDays(1)));
    for (int i = 0; i < 8; i++) {
      Instant start = MONDAY.plus(Duration.ofDays(2L * i));
      events.session("s" + i, start, 30, 125).pains(start, 30, 4, 3, 2, 3.0, 3.0);
    }
    events.told.sort((a, b) -> a.receivedAt().compareTo(b.receivedAt()));
    return events;
  }

  private void feed(PatientEvents events) {
    for (ReceivedEvent event : events.told) {
      said.addAll(monitor.accept(event));
    }
  }

  private List<Assessment> assessments(String session) {
    return said.stream()
        .map(NumberedOutcome::outcome)
        .filter(Assessment.class::isInstance)
        .map(Assessment.class::cast)
        .filter(assessment -> assessment.session().equals(session))
        .toList();
  }

  private Assessment last(String session) {
    List<Assessment> all = assessments(session);
    assertThat(all).isNotEmpty();
    return all.get(all.size() - 1);
  }

  private List<AlertChange> alerts(Kind kind, String session) {
    return said.stream()
        .map(NumberedOutcome::outcome)
        .filter(AlertChange.class::isInstance)
        .map(AlertChange.class::cast)
        .filter(change -> change.kind() == kind && session.equals(change.session()))
        .toList();
  }

  @Test
  void snapshotsOfEarlierVersionsAreReadAndThoseOfAnUnknownAreNot() throws IOException {
    byte[] snapshot = PatientMonitor.start("p1", MonitorSettings.DEFAULTS).snapshot();
    for (int version = 1; version <= 3; version++) {
      byte[] earlier = ofNothing(version);
      assertThat(PatientMonitor.restore(earlier, MonitorSettings.DEFAULTS).snapshot())
          .isEqualTo(snapshot);
    }
    for (byte unknown : new byte[] {0, (byte) (snapshot[0] + 1)}) {
      byte[] other = snapshot.clone();
      other[0] = unknown;
      assertThatThrownBy(() -> PatientMonitor.restore(other, MonitorSettings.DEFAULTS))
          .isInstanceOf(IllegalArgumentException.class);
    }
    byte[] torn = Arrays.copyOf(snapshot, snapshot.length / 2);
    assertThatThrownBy(() -> PatientMonitor.restore(torn, MonitorSettings.DEFAULTS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The fifth version held readings as reports; {@code monitor-5.base64} was written by it. */
  @Test
  void aSnapshotOfTheFifthVersionIsReadWithItsReadings() throws IOException {
    byte[] earlier;
    try (InputStream in =
        PatientMonitorTest.class.getResourceAsStream("/golden/monitor-5.base64")) {
      earlier = Base64.getMimeDecoder().decode(in.readAllBytes());
    }
    assertThat(earlier[0]).isEqualTo((byte) 5);
    PatientMonitor same = PatientMonitor.start("p1", MonitorSettings.DEFAULTS);
    Instant start = Instant.parse("2026-03-02T09:00:00Z");
    List<PatientEvent> events = new ArrayList<>();
    events.add(new SessionMark("s1", SessionMark.Kind.STARTED, start, SessionPlan.UNKNOWN, null));
    for (int minute = 0; minute < 90; minute++) {
      long[] at = new long[60];
      float[] bpm = new float[60];
      Instant from = start.plus(Duration.ofMinutes(minute));
      for (int i = 0; i < at.length; i++) {
        at[i] = from.toEpochMilli() + i * 1_000L;
        bpm[i] = 100 + (i * 7 + (int) (from.getEpochSecond() / 60)) % 30 + i % 2 / 2f;
      }
      events.add(new HeartRateSamples(at, bpm, HeartRateSamples.Sensor.CHEST));
    }
    Instant end = start.plus(Duration.ofMinutes(60));
    events.add(new SessionMark("s1", SessionMark.Kind.ENDED, end, SessionPlan.UNKNOWN, 4.0));
    events.add(new PainReport(end.plusSeconds(60), 3.0, null, null, null, null));
    for (PatientEvent event : events) {
      same.accept(
          new ReceivedEvent(event, "watch", event.observedAt().plusSeconds(60), null, null, null));
    }
    assertThat(PatientMonitor.restore(earlier, MonitorSettings.DEFAULTS).snapshot())
        .isEqualTo(same.snapshot());
  }

  /** What a monitor that knew nothing wrote before snapshots were compressed. */
  private static byte[] ofNothing(int version) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(version);
    out.writeUTF("p1");
    for (int instants = 0; instants < 2; instants++) {
      out.writeLong(0);
      out.writeInt(0);
    }
    out.writeLong(0); // the ordinal
    out.writeLong(0);
    out.writeInt(0);
    for (int lists = 0; lists < 4; lists++) {
      out.writeInt(0);
    }
    return bytes.toByteArray();
  }
}
