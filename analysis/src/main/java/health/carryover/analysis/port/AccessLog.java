package health.carryover.analysis.port;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who saw or changed what, and who came in or was turned away. Entries never hold what was seen.
 * Any thread; every method may throw {@link StoreUnavailableException}.
 */
public interface AccessLog {

  /**
   * Adds an entry durably.
   *
   * @return its place, higher than that of every earlier one
   */
  default long append(Access access) {
    return append(List.of(access)).get(0);
  }

  /**
   * Adds entries durably, all or none.
   *
   * @return their places in the same order, each higher than that of every earlier one
   */
  List<Long> append(List<Access> accesses);

  /** Notes that what the entry says was asked for, and not done. */
  void failed(long id);

  /** The newest entries that match, newest first, at most {@code limit}. */
  List<Entry> newest(Query query, int limit);

  /** How it went. */
  enum Outcome {
    /** It was permitted and, as far as is known, done. */
    DONE,
    /** It was permitted and then not done: the request was wrong, or came too late. */
    FAILED,
    /** It was not permitted. */
    REFUSED;

    /** The name for machines. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The outcome of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Outcome ofCode(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * @param at to the millisecond
   * @param clinic whose people may review it
   * @param actor the id of an account or a token
   * @param actorName as it was then
   * @param session names the sign-in
   * @param action a call as {@code GET /api/v1/patients/{id}/timeline}, or a word as {@code
   *     sign-in}
   * @param patient the pseudonymous id of whom it was about; null: of nobody in particular
   * @param subject what else it was about, such as the id of an account; or null
   */
  record Access(
      Instant at,
      String clinic,
      String actor,
      String actorName,
      String session,
      String action,
      @Nullable String patient,
      @Nullable String subject,
      Outcome outcome) {}

  /** An entry and its place. */
  record Entry(long id, Access access) {}

  /**
   * Which entries are asked for; what is null does not matter.
   *
   * @param beforeId below which place
   */
  record Query(
      String clinic,
      @Nullable String patient,
      @Nullable String actor,
      @Nullable Instant fromInclusive,
      @Nullable Instant toExclusive,
      @Nullable Long beforeId) {}
}
