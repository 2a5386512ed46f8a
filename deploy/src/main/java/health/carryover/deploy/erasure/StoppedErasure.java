package health.carryover.deploy.erasure;

import health.carryover.analysis.port.PersonErasure;
import health.carryover.analysis.port.PersonErasure.Note;
import health.carryover.analysis.port.PersonErasure.Unfinished;
import health.carryover.analysis.port.PersonTraces;
import health.carryover.store.sql.SqlStores;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Erases a person from the stores of a service that is stopped. */
public final class StoppedErasure {
  private final SqlStores stores;
  private final RunningParts server;
  private final ErasureNotes notes;

  /**
   * @param stores opened by whoever asks; no service has them
   */
  public StoppedErasure(SqlStores stores, RunningParts server, ErasureNotes notes) {
    this.stores = stores;
    this.server = server;
    this.notes = notes;
  }

  /**
   * Erases the patient; one that broke off goes on.
   *
   * @return what became of it, or empty if nothing leads to the patient
   * @throws IOException if the list of erasures cannot be written; nothing is erased then
   */
  public Optional<ErasureRun.Outcome> erase(String patient, Instant now)
      throws IOException, InterruptedException {
    PersonErasure people = stores.personErasure();
    ErasureRun run = new ErasureRun(stores.journal(), people, server);
    Optional<Unfinished> broken =
        people.unfinished().stream()
            .filter(begun -> begun.person().patient().equals(patient))
            .findFirst();
    PersonTraces traces = broken.map(Unfinished::person).orElseGet(() -> people.traces(patient));
    if (broken.isEmpty() && !run.isKept(traces)) {
      return Optional.empty();
    }
    Note note = broken.map(Unfinished::note).orElseGet(() -> ErasureNotes.about(patient, now));
    notes.add(List.of(note));
    return Optional.of(run.erase(note, traces, "admin"));
  }
}
