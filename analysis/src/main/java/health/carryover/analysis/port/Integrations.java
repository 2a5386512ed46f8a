package health.carryover.analysis.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Programs that use the API with a token of their own. Any thread; every method may throw {@link
 * StoreUnavailableException}.
 */
public interface Integrations {

  /** Adds one; its id and hash are new. */
  void add(Integration integration);

  /** The one whose token has that hash, whether or not it still counts. */
  Optional<Integration> bySecret(String hash);

  /** Those of a clinic, oldest first, ended ones too. */
  List<Integration> ofClinic(String clinic);

  /**
   * Ends the clinic's integration; the first call counts.
   *
   * @return false if the clinic has none of that id
   */
  boolean revoke(String clinic, String id, Instant at);

  /** Notes that it was used; an earlier time than the one held is passed over. */
  void used(String id, Instant at);

  /**
   * @param secretHash of the token, which is stored nowhere
   * @param createdBy the id of whoever made it
   * @param createdAt to the millisecond, as all times here
   * @param endsAt when its token stops to count by itself
   * @param revokedAt null unless it was ended earlier
   * @param lastUsedAt to the minute or so; null: never
   */
  record Integration(
      String id,
      String clinic,
      String name,
      String secretHash,
      Set<Scope> scopes,
      String createdBy,
      Instant createdAt,
      Instant endsAt,
      @Nullable Instant revokedAt,
      @Nullable Instant lastUsedAt) {
    public Integration {
      scopes = Set.copyOf(scopes);
    }

    /** Whether its token counts at {@code now}. */
    public boolean counts(Instant now) {
      return revokedAt == null && now.isBefore(endsAt);
    }

    /** Everything but the hash. */
    @Override
    public String toString() {
      return "Integration[id=" + id + ", endsAt=" + endsAt + ", revokedAt=" + revokedAt + "]";
    }
  }
}
