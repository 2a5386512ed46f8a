package health.carryover.analysis.port;

import java.time.Instant;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What clinicians keep about their patients to find their way: tags, whose patient it is, who
 * looked last. Every change is written to the audit. Any thread; every method may throw {@link
 * StoreUnavailableException}.
 */
public interface CaseLoad {

  /**
   * Gives a patient a tag; again changes nothing.
   *
   * @return false if there is no such patient
   */
  boolean tag(String patient, String tag, String person, Instant at);

  /** Takes a tag away; one that is not there is no matter. */
  boolean untag(String patient, String tag, String person, Instant at);

  /** Makes {@code person} one of those who look after the patient. */
  boolean take(String patient, String person, Instant at);

  /** Ends that. */
  boolean release(String patient, String person, Instant at);

  /** Notes that {@code person} reviewed the patient. */
  boolean reviewed(String patient, String person, Instant at);

  /** Of every patient of whom anything is kept, by patient id. */
  Map<String, Case> cases();

  /**
   * @param people who look after the patient
   * @param lastReview the newest, or null
   */
  record Case(SortedSet<String> tags, SortedSet<String> people, @Nullable Review lastReview) {}

  /** Who looked, and when. */
  record Review(String person, Instant at) {}
}
