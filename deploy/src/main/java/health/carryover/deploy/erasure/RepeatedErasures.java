package health.carryover.deploy.erasure;

import health.carryover.analysis.port.PersonErasure;
import health.carryover.analysis.port.PersonErasure.Note;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What stores do not know of that was erased: they are older than it. */
public final class RepeatedErasures {
  /** Who repeats them, in the audit. */
  static final String BY = "service";

  private RepeatedErasures() {}

  /** Somebody to be erased again. */
  public record Missing(Note note, String patient) {}

  /** The people in {@code stores} whom {@code notes} say to be gone. */
  public static List<Missing> of(PersonErasure stores, List<Note> notes) {
    Set<String> known = new HashSet<>();
    stores.finished().forEach(note -> known.add(note.id()));
    stores.unfinished().forEach(begun -> known.add(begun.note().id()));
    List<Note> unknown = notes.stream().filter(note -> !known.contains(note.id())).toList();
    List<Missing> missing = new ArrayList<>();
    if (unknown.isEmpty()) {
      return missing;
    }
    List<String> people = stores.people();
    for (Note note : unknown) {
      people.stream()
          .filter(patient -> ErasureNotes.isAbout(note, patient))
          .forEach(patient -> missing.add(new Missing(note, patient)));
    }
    return missing;
  }

  /** Erases them from stores that no service has open; gives what became of each. */
  public static List<ErasureRun.Outcome> repeat(
      ErasureRun run, PersonErasure stores, List<Note> notes) throws InterruptedException {
    List<ErasureRun.Outcome> outcomes = new ArrayList<>();
    for (Missing one : of(stores, notes)) {
      outcomes.add(run.erase(one.note(), stores.traces(one.patient()), BY));
    }
    return outcomes;
  }
}
