package health.carryover.deploy.erasure;

import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.PersonErasure;
import health.carryover.analysis.port.PersonErasure.Note;
import health.carryover.analysis.port.PersonTraces;
import java.util.Map;
import java.util.TreeMap;

/**
 * One erasure, from its note to its proof.
 *
 * <p>The order matters: first nothing that comes belongs to the person any more, then nothing in
 * memory is of the person, then the journal, from which everything could be made anew, and only
 * then what was made of it. What came in between is looked for again.
 */
public final class ErasureRun {
  private static final int ROUNDS = 5;
  private static final String READINGS = "telemetry.readings";
  private static final String CURSORS = "records.device_cursors";

  private final Journal journal;
  private final PersonErasure stores;
  private final RunningParts running;

  public ErasureRun(Journal journal, PersonErasure stores, RunningParts running) {
    this.journal = journal;
    this.stores = stores;
    this.running = running;
  }

  /**
   * What became of it.
   *
   * @param removed how much, by store and kind
   * @param left how much is left, by store and kind
   * @param cameMeanwhile messages of the person's devices since those were nobody's
   */
  public record Outcome(Map<String, Long> removed, Map<String, Long> left, long cameMeanwhile) {}

  /** Whether anything is kept that leads to the person. */
  public boolean isKept(PersonTraces person) {
    return !left(person, journal.lastSequence()).isEmpty();
  }

  /**
   * Erases the person; one that broke off goes on with its own note and traces.
   *
   * @param by who wants it
   */
  public Outcome erase(Note note, PersonTraces person, String by) throws InterruptedException {
    Map<String, Long> removed = new TreeMap<>(stores.begin(note, person, by));
    running.cutOff(person);
    long through = 0;
    long came = 0;
    Map<String, Long> left = Map.of();
    for (int round = 0; round == 0 || (round < ROUNDS && (came > 0 || !left.isEmpty())); round++) {
      running.settle(person);
      through = journal.lastSequence();
      add(removed, stores.eraseJournal(person, through));
      running.forgetDevices(person);
      add(removed, stores.eraseRecords(person));
      long readings = running.eraseReadings(person.patient());
      add(removed, readings == 0 ? Map.of() : Map.of(READINGS, readings));
      running.forgetShown(person.patient());
      came = stores.cameAfter(person, through);
      left = left(person, through);
    }
    if (came > 0) {
      // Of a device that goes on sending there is a count, as of every unknown one.
      left.remove(CURSORS);
    }
    if (left.isEmpty()) {
      stores.finish(note.id());
    }
    return new Outcome(removed, left, came);
  }

  private Map<String, Long> left(PersonTraces person, long through) {
    Map<String, Long> left = new TreeMap<>(stores.left(person, through));
    long readings = running.readingsLeft(person.patient());
    if (readings > 0) {
      left.put(READINGS, readings);
    }
    return left;
  }

  private static void add(Map<String, Long> removed, Map<String, Long> more) {
    more.forEach((kind, count) -> removed.merge(kind, count, Long::sum));
  }
}
