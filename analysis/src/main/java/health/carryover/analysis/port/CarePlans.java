package health.carryover.analysis.port;

import health.carryover.analysis.careplan.CarePlanField;
import health.carryover.analysis.careplan.CarePlanVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Care plans as they were saved, version by version; each is written to the audit. What a version
 * tells the monitor goes through the journal, which is another store: until that is known to have
 * it, the version is listed as unsent. Any thread; every method may throw {@link
 * StoreUnavailableException}.
 */
public interface CarePlans {

  /** Every version of a patient, oldest first. */
  List<CarePlanVersion> versions(String patient);

  /**
   * Saves a version durably, or says who was first.
   *
   * @return empty if there is no such patient
   */
  Optional<Saved> save(String patient, Draft draft);

  /** Versions of which the journal is not known to have been told, oldest first. */
  List<Unsent> unsent(int limit);

  /** The journal has it. Again changes nothing. */
  void sent(String patient, int number, Instant at);

  /**
   * A version to be.
   *
   * @param expectedVersion the newest one that its author saw, 0 for none; null: whatever it is
   */
  record Draft(
      String person,
      Instant savedAt,
      Instant appliesFrom,
      Map<CarePlanField, String> changes,
      @Nullable Integer expectedVersion) {
    public Draft {
      changes = Map.copyOf(changes);
    }

    public CarePlanVersion numbered(int number) {
      return new CarePlanVersion(number, person, savedAt, appliesFrom, changes);
    }

    /** Without what it says. */
    @Override
    public String toString() {
      return "Draft[savedAt=" + savedAt + "]";
    }
  }

  /** What became of a draft. */
  sealed interface Saved {}

  /** It is saved. */
  record Taken(CarePlanVersion version) implements Saved {}

  /**
   * Somebody else saved one that the author did not see.
   *
   * @param newest null: there is none any more
   */
  record Overtaken(@Nullable CarePlanVersion newest) implements Saved {}

  /** A version the journal is to be told of. */
  record Unsent(String clinic, String patient, CarePlanVersion version) {}
}
