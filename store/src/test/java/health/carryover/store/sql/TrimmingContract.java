package health.carryover.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.Rejection;
import health.carryover.analysis.outcome.AlertChange.Change;
import health.carryover.analysis.outcome.AlertChange.Kind;
import health.carryover.analysis.outcome.AlertChange.Severity;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.port.AccessLog.Access;
import health.carryover.analysis.port.AccessLog.Outcome;
import health.carryover.analysis.port.AccessLog.Query;
import health.carryover.analysis.port.Journal.Appended;
import health.carryover.analysis.port.Journal.StoredEntry;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.Notifications.Channel;
import health.carryover.analysis.port.Notifications.Note;
import health.carryover.analysis.port.Notifications.State;
import health.carryover.analysis.port.PersonErasure;
import health.carryover.analysis.port.PersonTraces;
import health.carryover.analysis.port.Quarantine;
import health.carryover.analysis.port.Quarantine.Step;
import health.carryover.analysis.port.SampleOutcomes;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.analysis.port.Telemetry;
import health.carryover.analysis.port.Telemetry.Block;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What trimming does in every kind of database. */
public abstract class TrimmingContract {
  private static final Instant T = Instant.parse("2026-03-02T08:00:00Z");
  private static final Instant OLD = T.plusSeconds(1_000);
  private static final int MANY = 1_000;
  private static final String UP = "carryover/v1/c/watch/up/";
  private static final Rejection WHY =
      new Rejection("time.no-offset", Rejection.WHOLE_MESSAGE, "No offset.");

  private SqlStores stores;

  /** Empty stores. */
  protected abstract SqlStores create() throws Exception;

  @BeforeEach
  final void createStores() throws Exception {
    stores = create();
  }

  @Test
  void anOldMessageLosesItsContentAndACopyOfItIsStillToldFromOtherContent() {
    long pain = append(UP + "pain", "p-1", "id-1", T);
    everybodyHasRead();
    assertThat(all(RetainedStream.PAIN)).isEqualTo(1);

    JournalEntry entry = entry(pain);
    assertThat(entry.trimmed()).isTrue();
    assertThat(entry.cameOn()).isEqualTo(UP + "pain");
    assertThat(entry.payload()).isEmpty();
    assertThat(entry.contentType()).isNull();
    assertThat(entry.patient()).isEqualTo("p-1");
    assertThat(entry.receivedAt()).isEqualTo(T);
    assertThat(stores.journal().append(List.of(message(UP + "pain", "p-1", "id-1", T))))
        .containsExactly(new Appended.Duplicate(pain));
    JournalEntry other = message(UP + "pain", "p-1", "id-1", T, "other content");
    assertThat(stores.journal().append(List.of(other)).get(0))
        .isInstanceOf(Appended.Conflict.class);
    assertThat(all(RetainedStream.PAIN)).as("nothing more to do").isZero();
  }

  @Test
  void eachStreamGoesByItselfAndProfilesStay() {
    List<String> channels =
        List.of(
            UP + "heart-rate",
            UP + "heart-rate-ble",
            UP + "session",
            UP + "pain",
            UP + "recovery",
            UP + "safety",
            "service/open-wearables/c/ow/e-1",
            "carryover/v1/c/watch/status",
            "service/replay/c/watch/7",
            "service/profile/c/p-1");
    channels.forEach(channel -> append(channel, "p-1", channel, T));
    everybodyHasRead();
    assertThat(all(RetainedStream.HEART_RATE)).isEqualTo(2);
    for (RetainedStream stream :
        List.of(
            RetainedStream.SESSION,
            RetainedStream.PAIN,
            RetainedStream.RECOVERY,
            RetainedStream.SAFETY,
            RetainedStream.OPEN_WEARABLES,
            RetainedStream.STATUS,
            RetainedStream.QUARANTINE)) {
      assertThat(all(stream)).as(stream.code()).isEqualTo(1);
    }
    assertThat(stores.journal().read(0, MANY))
        .filteredOn(stored -> !stored.entry().trimmed())
        .extracting(stored -> stored.entry().channel())
        .containsExactly("service/profile/c/p-1");
  }

  @Test
  void whatIsYoungerOrNotReadByEverybodyStays() {
    append(UP + "pain", "p-1", "id-1", T);
    append(UP + "pain", "p-1", "id-2", T);
    append(UP + "pain", "p-1", "id-3", OLD);
    assertThat(all(RetainedStream.PAIN)).as("nobody has read").isZero();
    stores.monitorSnapshots().save(List.of(), 3);
    assertThat(all(RetainedStream.PAIN)).as("cursors have not").isZero();
    stores.deviceCursors().save(List.of(), 1);
    Trimming withServer = stores.trimming(Set.of("telemetry-feed"), Set.of());
    assertThat(all(withServer, RetainedStream.PAIN)).as("the feed has not").isZero();
    assertThat(all(RetainedStream.PAIN)).isEqualTo(1);
    stores.deviceCursors().save(List.of(), 3);
    assertThat(all(withServer, RetainedStream.PAIN)).isZero();
    stores.offsets().advance("telemetry-feed", 3);
    assertThat(all(withServer, RetainedStream.PAIN)).isEqualTo(1);
    assertThat(entry(3).trimmed()).as("at the very instant").isFalse();
  }

  @Test
  void oneStepIsNoLargerThanAskedForAndTheWalkGoesOn() {
    for (int i = 0; i < 7; i++) {
      append(UP + "pain", "p-1", "id-" + i, T);
      append(UP + "safety", "p-1", "s-" + i, T);
    }
    everybodyHasRead();
    Trimming trimming = stores.trimming(Set.of(), Set.of());
    assertThat(trimming.step(RetainedStream.PAIN, OLD, 3).trimmed()).isEqualTo(3);
    assertThat(trimming.step(RetainedStream.PAIN, OLD, 3).trimmed()).isEqualTo(3);
    assertThat(trimming.step(RetainedStream.PAIN, OLD, 3).trimmed()).isEqualTo(1);
    assertThat(trimming.step(RetainedStream.PAIN, OLD, 3).rest()).isEqualTo(Trimming.Rest.NOTHING);
  }

  @Test
  void whatCouldNotBeUsedGoesByItsOwnAgeWithWhatPeopleDidAboutIt() {
    long refused = append(UP + "pain", null, "id-1", T, WHY);
    stores
        .quarantine()
        .take(
            List.of(new Step(refused, 0, T, "therapist", Quarantine.State.DISMISSED, null, null)));
    everybodyHasRead();
    assertThat(all(RetainedStream.PAIN)).isZero();
    assertThat(all(RetainedStream.QUARANTINE)).isEqualTo(1);
    assertThat(stores.quarantine().ofMessage(refused)).isEmpty();
    assertThat(stores.quarantine().steps(refused)).isEmpty();
    assertThat(entry(refused).trimmed()).isTrue();
  }

  @Test
  void curvesGoWithTheMessagesTheyAreMadeOf() {
    long old = append(UP + "heart-rate", "p-1", "id-1", T);
    long young = append(UP + "heart-rate", "p-1", "id-2", OLD);
    stores
        .telemetry()
        .append(
            List.of(
                new Block(old, "p-1", "watch", new long[] {1}, new float[] {90}),
                new Block(young, "p-1", "watch", new long[] {2}, new float[] {91})));
    everybodyHasRead();
    assertThat(all(RetainedStream.HEART_RATE)).isEqualTo(1);
    assertThat(stores.telemetry().readings("p-1", Instant.MIN, Instant.MAX))
        .extracting(reading -> reading.bpm())
        .containsExactly(91f);
  }

  @Test
  void aCurveOfSeveralMessagesGoesWithTheNewestOfThem() {
    long old = append(UP + "heart-rate", "p-1", "id-1", T);
    long young = append(UP + "heart-rate", "p-1", "id-2", OLD);
    Telemetry gathered = stores.gatheredTelemetry(MANY);
    gathered.gather(
        List.of(
            new Block(old, "p-1", "watch", new long[] {1}, new float[] {90}),
            new Block(young, "p-1", "watch", new long[] {2}, new float[] {91})));
    gathered.storeGathered(List.of("p-1"));
    everybodyHasRead();
    assertThat(all(RetainedStream.HEART_RATE)).isEqualTo(1);
    assertThat(gathered.readings("p-1", Instant.MIN, Instant.MAX)).hasSize(2);
    Trimming later = stores.trimming(Set.of(), Set.of());
    assertThat(later.step(RetainedStream.HEART_RATE, OLD.plusSeconds(1), 2).trimmed()).isEqualTo(1);
    assertThat(gathered.readings("p-1", Instant.MIN, Instant.MAX)).isEmpty();
  }

  @Test
  void alertsThatEndedGoWholeAndNoNumberIsGivenTwice() {
    change("p-1", 1, "open", Change.RAISED);
    change("p-1", 2, "ended", Change.RAISED);
    stores.outcomeRecords().acknowledge("ended", "therapist", T);
    stores.outcomeRecords().acknowledge("open", "therapist", T);
    long last = change("p-1", 3, "ended", Change.RETRACTED);
    Trimming published = stores.trimming(Set.of(), Set.of("alerts-topic"));
    assertThat(all(published, RetainedStream.ALERTS)).as("not published yet").isZero();
    stores.offsets().advance("alerts-topic", last);
    append(UP + "pain", "p-1", "behind", T.minusSeconds(1));
    assertThat(all(published, RetainedStream.ALERTS)).as("a monitor may be behind").isZero();
    everybodyHasRead();
    assertThat(all(published, RetainedStream.ALERTS)).isEqualTo(1);

    assertThat(stores.outcomeRecords().alert("ended")).isEmpty();
    assertThat(stores.outcomeRecords().alertLife("ended")).isEmpty();
    assertThat(stores.outcomeRecords().alert("open")).isPresent();
    assertThat(stores.outcomeRecords().alertLife("open")).hasSize(1);
    assertThat(stores.outcomeRecords().acts("ended")).as("the audit stays").hasSize(1);
    assertThat(change("p-1", 4, "ended", Change.RAISED)).isEqualTo(last + 1);
    assertThat(stores.outcomeRecords().alertLife("ended")).hasSize(1);
  }

  @Test
  void ofNotificationsAndAccessesTheNewestStaysAndWhatStillCounts() {
    change("p-1", 1, "open", Change.RAISED);
    stores
        .notifications()
        .decided(
            List.of(
                note(1, "open", State.LEFT_OUT),
                note(2, "waits", State.WAITING),
                note(3, "gone", State.LEFT_OUT),
                note(4, "newest", State.LEFT_OUT)),
            4);
    for (int i = 0; i < 3; i++) {
      stores
          .accessLog()
          .append(
              new Access(i == 1 ? OLD : T, "c", "a", "A", "s", "look", "p-1", null, Outcome.DONE));
    }
    assertThat(all(RetainedStream.NOTIFICATIONS)).isEqualTo(1);
    assertThat(stores.notifications().newest(9))
        .extracting(entry -> entry.note().alert())
        .containsExactly("newest", "waits", "open");
    assertThat(all(RetainedStream.ACCESS_LOG)).isEqualTo(1);
    assertThat(stores.accessLog().newest(new Query("c", null, null, null, null, null), 9))
        .extracting(entry -> entry.id())
        .containsExactly(3L, 2L);
  }

  @Test
  void whoeverIsErasedAfterwardsLeavesNothingBehind() {
    stores.enrolments().enrol("c", "watch", "p-1", T);
    long used = append(UP + "pain", "p-1", "id-1", T);
    long nobodys = append(UP + "pain", null, "id-2", T, WHY);
    long original = append("carryover/v1/c/elsewhere/up/pain", null, "id-3", T, WHY);
    long replay = append("service/replay/c/elsewhere/" + original, "p-1", "id-4", T);
    everybodyHasRead();
    assertThat(all(RetainedStream.PAIN) + all(RetainedStream.QUARANTINE)).isEqualTo(4);

    PersonErasure erasure = stores.personErasure();
    PersonTraces traces = erasure.traces("p-1");
    long through = stores.journal().lastSequence();
    assertThat(erasure.left(traces, through)).containsEntry("journal.entries", 3L);
    erasure.begin(new PersonErasure.Note("e-1", T, "salt", "digest"), traces, "admin");
    assertThat(erasure.eraseJournal(traces, through)).containsEntry("journal.entries", 4L);
    erasure.eraseRecords(traces);
    assertThat(erasure.left(traces, through)).isEmpty();
    for (long sequence : new long[] {used, nobodys, original, replay}) {
      assertThat(entry(sequence).channel()).isEqualTo(PersonErasure.ERASED_CHANNEL);
      assertThat(entry(sequence).identity()).isNull();
    }
    assertThat(all(RetainedStream.PAIN)).isZero();
  }

  /** Whatever transaction a run ends before, the next run comes to what one run comes to. */
  @Test
  void aRunThatIsCutOffAnywhereIsMadeUpForByTheNext() throws Exception {
    fill();
    for (RetainedStream stream : RetainedStream.values()) {
      all(stream);
    }
    String whole = contents();
    for (int lives = 0; ; lives++) {
      stores = create();
      fill();
      Cut cut = new Cut(lives);
      Trimming trimming =
          new Trimming(
              new CutDatabase(
                  Objects.requireNonNull(stores.databases().get(SqlStores.JOURNAL)), cut),
              new CutDatabase(
                  Objects.requireNonNull(stores.databases().get(SqlStores.RECORDS)), cut),
              Set.of(),
              Set.of());
      boolean ended = true;
      for (RetainedStream stream : RetainedStream.values()) {
        try {
          all(trimming, stream);
        } catch (StoreUnavailableException killed) {
          ended = false;
          break;
        }
      }
      if (!ended) {
        for (RetainedStream stream : RetainedStream.values()) {
          all(stream);
        }
      }
      assertThat(contents()).as("cut off after %d transactions", lives).isEqualTo(whole);
      if (ended) {
        assertThat(lives).as("transactions").isGreaterThan(5);
        return;
      }
    }
  }

  private void fill() {
    for (int i = 0; i < 5; i++) {
      long sequence = append(UP + "heart-rate", "p-1", "id-" + i, T);
      stores
          .telemetry()
          .append(List.of(new Block(sequence, "p-1", "watch", new long[] {i}, new float[] {90})));
    }
    append(UP + "pain", null, "refused", T, WHY);
    change("p-1", 1, "ended", Change.RAISED);
    change("p-1", 2, "ended", Change.RETRACTED);
    everybodyHasRead();
  }

  private String contents() {
    StringBuilder contents = new StringBuilder();
    for (StoredEntry stored : stores.journal().read(0, MANY)) {
      JournalEntry entry = stored.entry();
      contents.append(
          "%d %s %s %d%n"
              .formatted(
                  stored.sequence(), entry.channel(), entry.identity(), entry.payload().length));
    }
    contents.append(stores.telemetry().readings("p-1", Instant.MIN, Instant.MAX));
    contents.append(stores.quarantine().countsByCode());
    contents.append(stores.outcomeRecords().alertChangesAfter(0, MANY));
    for (RetainedStream stream : RetainedStream.values()) {
      contents.append(stores.offsets().of("retention-" + stream.code())).append(' ');
    }
    return contents.toString();
  }

  /** Lets so many transactions through and no more. */
  private static final class Cut {
    private int left;

    Cut(int left) {
      this.left = left;
    }

    void take() {
      if (left-- <= 0) {
        throw new StoreUnavailableException("cut off", new SQLException("cut off"));
      }
    }
  }

  private record CutDatabase(Database database, Cut cut) implements Database {
    @Override
    public <T> T write(Work<T> work) {
      cut.take();
      return database.write(work);
    }

    @Override
    public <T> T writeDerived(Work<T> work) {
      cut.take();
      return database.writeDerived(work);
    }

    @Override
    public <T> T read(Work<T> work) {
      return database.read(work);
    }

    @Override
    public Optional<String> complaint() {
      return database.complaint();
    }

    @Override
    public boolean displaced() {
      return database.displaced();
    }

    @Override
    public void close() {
      database.close();
    }
  }

  private void everybodyHasRead() {
    long last = stores.journal().lastSequence();
    stores.monitorSnapshots().save(List.of(), last);
    stores.deviceCursors().save(List.of(), last);
  }

  private long all(RetainedStream stream) {
    return all(stores.trimming(Set.of(), Set.of()), stream);
  }

  private static long all(Trimming trimming, RetainedStream stream) {
    long sum = 0;
    while (true) {
      Trimming.Step step = trimming.step(stream, OLD, 2);
      sum += step.trimmed();
      if (step.rest() == Trimming.Rest.NOTHING) {
        return sum;
      }
    }
  }

  private long change(String patient, int ordinal, String alert, Change change) {
    return stores
        .outcomeRecords()
        .save(
            List.of(
                new NumberedOutcome(
                    patient,
                    ordinal,
                    SampleOutcomes.alert(alert, patient, Kind.FLARE, change, T, T))))
        .get(0)
        .id();
  }

  private static Note note(long change, String alert, State state) {
    return new Note(change, Channel.MAIL, alert, "p-1", Severity.WARNING, T, "severity", state, T);
  }

  private long append(
      String channel, @Nullable String patient, String identity, Instant at, Rejection... why) {
    Appended appended =
        stores
            .journal()
            .append(List.of(message(channel, patient, identity, at, identity, why)))
            .get(0);
    return ((Appended.Stored) appended).sequence();
  }

  private static JournalEntry message(
      String channel, @Nullable String patient, String identity, Instant at) {
    return message(channel, patient, identity, at, identity);
  }

  private static JournalEntry message(
      String channel,
      @Nullable String patient,
      String identity,
      Instant at,
      String content,
      Rejection... why) {
    return new JournalEntry(
        at,
        channel,
        "application/json",
        content.getBytes(StandardCharsets.UTF_8),
        identity,
        "digest-" + content,
        patient,
        List.of(why),
        Duration.ofSeconds(3));
  }

  private JournalEntry entry(long sequence) {
    return stores.journal().read(sequence - 1, 1).get(0).entry();
  }
}
