package health.carryover.analysis.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which device speaks for which patient, and when. Any thread; every method may throw {@link
 * StoreUnavailableException}.
 */
public interface Enrolments {

  /**
   * Gives {@code device} to {@code patient} from {@code fromInclusive} on, until it is given to
   * another patient or taken back: a later change that is already known still holds from its own
   * instant on, and of two changes of one device at one instant the last call counts. Enrolling the
   * same pair again from the same instant changes nothing.
   */
  void enrol(String clinic, String device, String patient, Instant fromInclusive);

  /** Takes {@code device} back as of {@code at}. */
  void withdraw(String clinic, String device, Instant at);

  /** The patient for whom {@code device} spoke at {@code at}, or empty. */
  Optional<String> patientOf(String clinic, String device, Instant at);

  /** All enrolments of a clinic, oldest first; neighbouring periods of one pair are one. */
  List<Enrolment> enrolments(String clinic);

  /** One period of one device; {@code toExclusive} is null while it lasts. */
  record Enrolment(
      String clinic,
      String device,
      String patient,
      Instant fromInclusive,
      @Nullable Instant toExclusive) {}
}
