package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.Enrolments.Enrolment;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Enrolments} does. */
public abstract class EnrolmentsContract {
  private static final Instant T = Instant.parse("2026-03-02T08:00:00Z");

  private Enrolments enrolments;

  /** A new, empty store. */
  protected abstract Enrolments create() throws Exception;

  /** The same store after it was closed and opened again. */
  protected abstract Enrolments reopen() throws Exception;

  @BeforeEach
  final void createEnrolments() throws Exception {
    enrolments = create();
  }

  @Test
  void aDeviceSpeaksForNobodyAtFirst() {
    assertThat(enrolments.patientOf("c", "d", T)).isEmpty();
    assertThat(enrolments.enrolments("c")).isEmpty();
    enrolments.withdraw("c", "d", T);
    assertThat(enrolments.patientOf("c", "d", T)).isEmpty();
    assertThat(enrolments.enrolments("c")).isEmpty();
  }

  @Test
  void anEnrolmentBeginsAtItsFirstInstantAndEndsBeforeItsLast() throws Exception {
    enrolments.enrol("c", "d", "p-1", T);
    assertThat(enrolments.enrolments("c")).containsExactly(period("p-1", 0, null));
    enrolments.withdraw("c", "d", T.plusMillis(10));
    enrolments = reopen();
    assertThat(enrolments.patientOf("c", "d", T.minusMillis(1))).isEmpty();
    assertThat(enrolments.patientOf("c", "d", T)).contains("p-1");
    assertThat(enrolments.patientOf("c", "d", T.plusMillis(9))).contains("p-1");
    assertThat(enrolments.patientOf("c", "d", T.plusMillis(10))).isEmpty();
    assertThat(enrolments.enrolments("c")).containsExactly(period("p-1", 0, 10L));
    assertThat(enrolments.patientOf("c", "d", Instant.MIN)).isEmpty();
    assertThat(enrolments.patientOf("c", "d", Instant.MAX)).isEmpty();
  }

  @Test
  void givingADeviceToAnotherPatientEndsTheFirstEnrolment() {
    enrolments.enrol("c", "d", "p-1", T);
    enrolments.enrol("c", "d", "p-2", T.plusMillis(5));
    assertThat(enrolments.patientOf("c", "d", T.plusMillis(4))).contains("p-1");
    assertThat(enrolments.patientOf("c", "d", T.plusMillis(5))).contains("p-2");
    assertThat(enrolments.enrolments("c"))
        .containsExactly(period("p-1", 0, 5L), period("p-2", 5, null));
  }

  @Test
  void enrollingTheSamePairAgainFromTheSameInstantChangesNothing() {
    enrolments.enrol("c", "d", "p-1", T);
    enrolments.withdraw("c", "d", T.plusMillis(10));
    enrolments.enrol("c", "d", "p-1", T);
    assertThat(enrolments.enrolments("c")).containsExactly(period("p-1", 0, 10L));
  }

  @Test
  void neighbouringPeriodsOfOnePairAreOne() {
    enrolments.enrol("c", "d", "p-1", T);
    enrolments.enrol("c", "d", "p-1", T.plusMillis(5));
    assertThat(enrolments.enrolments("c")).containsExactly(period("p-1", 0, null));
  }

  @Test
  void aLaterChangeThatIsKnownStillHolds() {
    enrolments.enrol("c", "d", "p-2", T.plusMillis(10));
    enrolments.enrol("c", "d", "p-1", T);
    assertThat(enrolments.enrolments("c"))
        .containsExactly(period("p-1", 0, 10L), period("p-2", 10, null));
  }

  @Test
  void ofTwoChangesAtOneInstantTheLastCallCounts() {
    enrolments.enrol("c", "d", "p-1", T);
    enrolments.enrol("c", "d", "p-2", T);
    assertThat(enrolments.enrolments("c")).containsExactly(period("p-2", 0, null));
    enrolments.withdraw("c", "d", T);
    assertThat(enrolments.enrolments("c")).isEmpty();
  }

  @Test
  void clinicsAndDevicesAreKeptApart() {
    enrolments.enrol("c", "d", "p-1", T.plusMillis(1));
    enrolments.enrol("c", "e", "p-1", T);
    enrolments.enrol("other", "d", "p-2", T);
    assertThat(enrolments.enrolments("c"))
        .containsExactly(
            new Enrolment("c", "e", "p-1", T, null),
            new Enrolment("c", "d", "p-1", T.plusMillis(1), null));
    assertThat(enrolments.patientOf("other", "d", T)).contains("p-2");
    assertThat(enrolments.patientOf("other", "e", T)).isEmpty();
  }

  @Test
  void anyCourseOfEventsGivesWhatTheReferenceGives() throws Exception {
    Random random = SeededRandom.of("enrolments against the reference");
    Enrolments reference = new MemoryEnrolments();
    for (int step = 0; step < 150; step++) {
      String clinic = "c-" + random.nextInt(2);
      String device = "d-" + random.nextInt(3);
      Instant at = T.plusMillis(random.nextInt(30));
      if (random.nextInt(3) == 0) {
        enrolments.withdraw(clinic, device, at);
        reference.withdraw(clinic, device, at);
      } else {
        String patient = "p-" + random.nextInt(3);
        enrolments.enrol(clinic, device, patient, at);
        reference.enrol(clinic, device, patient, at);
      }
      if (random.nextInt(30) == 0) {
        enrolments = reopen();
      }
      Instant asked = T.plusMillis(random.nextInt(34) - 2);
      assertThat(enrolments.patientOf(clinic, device, asked))
          .isEqualTo(reference.patientOf(clinic, device, asked));
      assertThat(enrolments.enrolments(clinic)).isEqualTo(reference.enrolments(clinic));
    }
  }

  private static Enrolment period(String patient, long from, Long to) {
    return new Enrolment(
        "c", "d", patient, T.plusMillis(from), to == null ? null : T.plusMillis(to));
  }
}
