package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.Rejection;
import health.carryover.analysis.outcome.AlertChange.Change;
import health.carryover.analysis.outcome.AlertChange.Kind;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.port.DeviceCredentials.DeviceCredential;
import health.carryover.analysis.port.DeviceCursors.DeviceCursor;
import health.carryover.analysis.port.Journal.Appended;
import health.carryover.analysis.port.Journal.StoredEntry;
import health.carryover.analysis.port.MonitorSnapshots.MonitorSnapshot;
import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.analysis.port.PersonErasure.Note;
import health.carryover.analysis.port.Quarantine.Query;
import health.carryover.analysis.port.Quarantine.State;
import health.carryover.analysis.port.Quarantine.Step;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What erasure does wherever journal and records are. */
public abstract class PersonErasureContract {
  private static final Instant T = Instant.parse("2026-03-02T08:00:00Z");
  private static final Rejection WHY =
      new Rejection("time.no-offset", Rejection.WHOLE_MESSAGE, "No offset.");
  private static final Note NOTE = new Note("e-1", T.plusSeconds(9_000), "salt", "digest");

  private Stores stores;

  /** Every store the person may be in, and what takes the person out of them. */
  public record Stores(
      Journal journal,
      Quarantine quarantine,
      OutcomeRecords outcomes,
      MonitorSnapshots snapshots,
      Telemetry telemetry,
      Enrolments enrolments,
      PatientDirectory directory,
      DeviceCredentials credentials,
      DeviceCursors cursors,
      TelemetryRefusals refusals,
      PersonErasure erasure) {}

  /** New, empty stores. */
  protected abstract Stores create() throws Exception;

  @BeforeEach
  final void createStores() throws Exception {
    stores = create();
  }

  @Test
  void aPersonIsGoneFromEveryStoreAndTheOtherIsAsBefore() {
    long ada = person("p-1", "ada-watch", 1);
    long bo = person("p-2", "bo-watch", 1);
    List<StoredEntry> bosEntries = stores.journal().readOf("p-2", 0, 100);
    List<?> bosAlerts = stores.outcomes().alerts(new AlertFilter("p-2", null, ANY), 10);
    PersonErasure erasure = stores.erasure();
    PersonTraces traces = erasure.traces("p-1");
    long through = stores.journal().lastSequence();

    assertThat(erasure.people()).contains("p-1", "p-2");
    assertThat(erasure.left(traces, through)).containsKeys("journal.entries", "records.outcomes");
    Map<String, Long> begun = erasure.begin(NOTE, traces, "admin");
    assertThat(begun).containsKeys("records.enrolment_changes", "records.device_credentials");
    assertThat(erasure.unfinished()).containsExactly(new PersonErasure.Unfinished(NOTE, traces));
    assertThat(erasure.eraseJournal(traces, through)).containsEntry("journal.entries", 3L);
    assertThat(erasure.eraseRecords(traces)).isNotEmpty();
    assertThat(erasure.left(traces, through)).isEmpty();
    assertThat(erasure.people()).contains("p-2").doesNotContain("p-1");
    erasure.finish(NOTE.id());
    assertThat(erasure.unfinished()).isEmpty();
    assertThat(erasure.finished()).containsExactly(NOTE);

    assertThat(stores.journal().readOf("p-1", 0, 100)).isEmpty();
    StoredEntry emptied = stores.journal().read(ada - 1, 1).get(0);
    assertThat(emptied.sequence()).isEqualTo(ada);
    assertThat(emptied.entry().channel()).isEqualTo(PersonErasure.ERASED_CHANNEL);
    assertThat(emptied.entry().payload()).isEmpty();
    assertThat(emptied.entry().identity()).isNull();
    assertThat(stores.outcomes().assessments("p-1", Instant.MIN, Instant.MAX)).isEmpty();
    assertThat(stores.outcomes().alert("alert-p-1")).isEmpty();
    assertThat(stores.outcomes().acts("alert-p-1")).isEmpty();
    assertThat(stores.snapshots().load("p-1")).isEmpty();
    assertThat(stores.telemetry().readings("p-1", Instant.MIN, Instant.MAX)).isEmpty();
    assertThat(stores.directory().patient("p-1")).isEmpty();
    assertThat(stores.enrolments().patientOf("c", "ada-watch", T.plusSeconds(1))).isEmpty();
    assertThat(stores.credentials().find("ada-watch")).isEmpty();
    assertThat(stores.cursors().load("c", "ada-watch")).isEmpty();
    assertThat(stores.quarantine().newest(new Query(null, "ada-watch", null, null), 9)).isEmpty();

    assertThat(stores.journal().readOf("p-2", 0, 100))
        .extracting(StoredEntry::sequence)
        .isEqualTo(bosEntries.stream().map(StoredEntry::sequence).toList())
        .contains(bo);
    assertThat(stores.outcomes().alerts(new AlertFilter("p-2", null, ANY), 10))
        .isEqualTo(bosAlerts);
    assertThat(stores.outcomes().acts("alert-p-2")).hasSize(2);
    assertThat(stores.snapshots().load("p-2")).isPresent();
    assertThat(stores.telemetry().readings("p-2", Instant.MIN, Instant.MAX)).hasSize(2);
    assertThat(stores.directory().patient("p-2")).isPresent();
    assertThat(stores.credentials().find("bo-watch")).isPresent();
    assertThat(stores.cursors().load("c", "bo-watch")).isPresent();
    assertThat(stores.quarantine().newest(new Query(null, "bo-watch", null, null), 9)).hasSize(1);
  }

  @Test
  void noNumberIsGivenTwice() {
    person("p-2", "bo-watch", 1);
    person("p-1", "ada-watch", 1);
    long lastEntry = stores.journal().lastSequence();
    long lastChange = stores.outcomes().lastAlertChangeId();
    erase("p-1");
    assertThat(stores.journal().lastSequence()).isEqualTo(lastEntry);
    assertThat(stores.outcomes().lastAlertChangeId()).isEqualTo(lastChange);
    assertThat(append("carryover/v1/c/x/up/pain", null, "later")).isEqualTo(lastEntry + 1);
    assertThat(raise("p-2", 3, "another").id()).isEqualTo(lastChange + 1);
    assertThat(stores.outcomes().alertChangesAfter(lastChange, 9)).hasSize(1);
  }

  @Test
  void whatTheirDevicesSendAfterwardsIsOfAnUnknownDevice() {
    person("p-1", "ada-watch", 1);
    PersonTraces traces = stores.erasure().traces("p-1");
    long through = stores.journal().lastSequence();
    erase("p-1");
    // The very same message: nothing knows it any more.
    Appended again =
        stores
            .journal()
            .append(List.of(entry("carryover/v1/c/ada-watch/up/pain", null, "p-1/1", WHY)))
            .get(0);
    assertThat(again).isInstanceOf(Appended.Stored.class);
    assertThat(stores.erasure().cameAfter(traces, through)).isEqualTo(1);
    assertThat(stores.erasure().left(traces, through)).isEmpty();
    assertThat(stores.erasure().left(traces, through + 1)).containsEntry("journal.entries", 1L);
  }

  @Test
  void ofASharedDeviceOnlyTheirTimeIsTheirs() {
    stores.enrolments().enrol("c", "shared", "p-0", T);
    stores.enrolments().enrol("c", "shared", "p-1", T.plusSeconds(100));
    stores.enrolments().enrol("c", "shared", "p-2", T.plusSeconds(200));
    stores.credentials().put(new DeviceCredential("shared", "c", "hash", T, null));
    String channel = "carryover/v1/c/shared/up/pain";
    long before = append(entryAt(channel, null, "before", T.plusSeconds(50)));
    long theirs = append(entryAt(channel, null, "theirs", T.plusSeconds(150)));
    long after = append(entryAt(channel, null, "after", T.plusSeconds(250)));
    // What was rejected when the device was another's, and told of their time when repaired.
    long original = append(entryAt(channel, null, "original", T.plusSeconds(260)));
    long replay =
        append(entryAt("service/replay/c/shared/" + original, "p-1", "r", T.plusSeconds(300)));
    erase("p-1");

    assertThat(channelOf(before)).isEqualTo(channel);
    assertThat(channelOf(theirs)).isEqualTo(PersonErasure.ERASED_CHANNEL);
    assertThat(channelOf(after)).isEqualTo(channel);
    assertThat(channelOf(original)).isEqualTo(PersonErasure.ERASED_CHANNEL);
    assertThat(channelOf(replay)).isEqualTo(PersonErasure.ERASED_CHANNEL);
    assertThat(stores.credentials().find("shared")).isPresent();
    assertThat(stores.enrolments().patientOf("c", "shared", T.plusSeconds(50))).contains("p-0");
    assertThat(stores.enrolments().patientOf("c", "shared", T.plusSeconds(150)))
        .as("it does not fall back to whoever wore it before")
        .isEmpty();
    assertThat(stores.enrolments().patientOf("c", "shared", T.plusSeconds(250))).contains("p-2");
  }

  @Test
  void whatBrokeOffIsDoneAgain() {
    person("p-1", "ada-watch", 1);
    PersonErasure erasure = stores.erasure();
    PersonTraces traces = erasure.traces("p-1");
    erasure.begin(NOTE, traces, "admin");
    erasure.eraseJournal(traces, 1);
    PersonErasure.Unfinished left = erasure.unfinished().get(0);
    assertThat(left.person()).isEqualTo(traces);
    erasure.begin(left.note(), left.person(), "service");
    long through = stores.journal().lastSequence();
    erasure.eraseJournal(left.person(), through);
    erasure.eraseRecords(left.person());
    assertThat(erasure.left(traces, through)).isEmpty();
    erasure.finish(NOTE.id());
    assertThat(erasure.eraseJournal(traces, through)).as("nothing is left to remove").isEmpty();
    assertThat(erasure.finished()).containsExactly(NOTE);
  }

  private static final OutcomeRecords.Condition ANY = OutcomeRecords.Condition.ANY;

  private void erase(String patient) {
    PersonErasure erasure = stores.erasure();
    PersonTraces traces = erasure.traces(patient);
    erasure.begin(NOTE, traces, "admin");
    erasure.eraseJournal(traces, stores.journal().lastSequence());
    erasure.eraseRecords(traces);
    erasure.finish(NOTE.id());
  }

  /** Somebody of whom there is something everywhere; gives the sequence of the first entry. */
  private long person(String patient, String device, int ordinal) {
    stores.directory().put(new Patient(patient, "c", "Name of " + patient, T));
    stores.enrolments().enrol("c", device, patient, T);
    stores.credentials().put(new DeviceCredential(device, "c", "hash-" + device, T, null));
    String channel = "carryover/v1/c/" + device + "/up/pain";
    long used = append(channel, patient, patient + "/1");
    long refused =
        sequence(stores.journal().append(List.of(entry(channel, null, patient + "/2", WHY))));
    append("service/profile/c/" + patient, patient, patient + "/3");
    stores
        .quarantine()
        .take(List.of(new Step(refused, 0, T, "therapist", State.DISMISSED, null, null)));
    stores.refusals().note(List.of(new TelemetryRefusals.Refusal(used, 2, "influx.422")));
    stores
        .telemetry()
        .append(
            List.of(
                new Telemetry.Block(
                    used,
                    patient,
                    device,
                    new long[] {T.toEpochMilli(), T.toEpochMilli() + 1_000},
                    new float[] {90, 91})));
    stores
        .outcomes()
        .save(
            List.of(
                new NumberedOutcome(
                    patient,
                    ordinal,
                    SampleOutcomes.assessment(patient, "s-1", 1, T, T.plusSeconds(1_800)))));
    raise(patient, ordinal + 1, "alert-" + patient);
    stores.outcomes().acknowledge("alert-" + patient, "first", T);
    stores.outcomes().acknowledge("alert-" + patient, "second", T.plusSeconds(60));
    stores.snapshots().save(List.of(new MonitorSnapshot(patient, used, new byte[] {1})), 0);
    stores
        .cursors()
        .save(List.of(new DeviceCursor("c", device, List.of(), T, 1, 0, 1, Map.of())), used);
    return used;
  }

  private OutcomeRecords.StoredAlertChange raise(String patient, int ordinal, String alert) {
    return stores
        .outcomes()
        .save(
            List.of(
                new NumberedOutcome(
                    patient,
                    ordinal,
                    SampleOutcomes.alert(alert, patient, Kind.FLARE, Change.RAISED, T, T))))
        .get(0);
  }

  private long append(String channel, @Nullable String patient, String identity) {
    return sequence(stores.journal().append(List.of(entry(channel, patient, identity))));
  }

  private long append(JournalEntry entry) {
    return sequence(stores.journal().append(List.of(entry)));
  }

  private static long sequence(List<Appended> results) {
    return ((Appended.Stored) results.get(0)).sequence();
  }

  private String channelOf(long sequence) {
    return stores.journal().read(sequence - 1, 1).get(0).entry().channel();
  }

  private static JournalEntry entry(
      String channel, @Nullable String patient, String identity, Rejection... why) {
    return new JournalEntry(
        T,
        channel,
        "application/json",
        identity.getBytes(StandardCharsets.UTF_8),
        identity,
        "digest-" + identity,
        patient,
        List.of(why));
  }

  private static JournalEntry entryAt(
      String channel, @Nullable String patient, String identity, Instant receivedAt) {
    return new JournalEntry(
        receivedAt, channel, null, new byte[] {1}, identity, identity, patient, List.of());
  }
}
