package health.carryover.analysis.port;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Takes a person out of journal and records, and shows that nothing is left. Nothing here speaks to
 * what a running service holds in memory: whoever calls it sees to that between the steps.
 *
 * <p>What was removed or is left is told by store and kind, as in {@code journal.entries}; a kind
 * of which there is nothing is absent. Any thread; every method may throw {@link
 * StoreUnavailableException}. A step that broke off is done again from its beginning.
 */
public interface PersonErasure {
  /** The channel of an entry of which nothing but its place and its time is left. */
  String ERASED_CHANNEL = "service/erased";

  /** In place of whom or what people did something about. */
  String ERASED_SUBJECT = "erased";

  /** What leads to {@code patient} now. */
  PersonTraces traces(String patient);

  /** Every pseudonym under which anything is kept, in no particular order. */
  List<String> people();

  /**
   * Notes durably that the person is to be erased and takes the person's devices back: from now on
   * they are nobody's.
   *
   * @param by who wants it, for the audit; of one that goes on the first call counts
   */
  Map<String, Long> begin(Note note, PersonTraces person, String by);

  /**
   * Empties the person's entries up to {@code through}, whatever people did about them included.
   * Their places stay, so that no sequence is given twice.
   */
  Map<String, Long> eraseJournal(PersonTraces person, long through);

  /** Removes everything that was made of the entries; the audit stays, without whom it is about. */
  Map<String, Long> eraseRecords(PersonTraces person);

  /** What is left of the person, entries after {@code through} left aside. */
  Map<String, Long> left(PersonTraces person, long through);

  /** How many messages came after {@code after} from devices that were the person's alone. */
  long cameAfter(PersonTraces person, long after);

  /**
   * Forgets what led to the person and makes what was removed unreadable in the files, as far as
   * the database lets it. Takes its time; writers wait meanwhile.
   */
  void finish(String id);

  /** Erasures that began and did not finish. */
  List<Unfinished> unfinished();

  /** Erasures that finished. */
  List<Note> finished();

  /**
   * That somebody was erased, without telling who: whether it was a certain person can be found out
   * by whoever knows the pseudonym.
   *
   * @param id of the erasure
   * @param at when it began, to the millisecond
   * @param salt of the digest
   * @param digest of the salt and the pseudonym
   */
  record Note(String id, Instant at, String salt, String digest) {}

  /** An erasure to go on with. */
  record Unfinished(Note note, PersonTraces person) {}
}
