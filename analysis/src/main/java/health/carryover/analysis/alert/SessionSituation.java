package health.carryover.analysis.alert;

import health.carryover.analysis.outcome.Assessment.SlotState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the rules look at in one session.
 *
 * @param session its id
 * @param phase whether it runs or is over
 * @param end last moment known
 * @param now the newest instant known
 * @param load so far while it runs, in all once it is over, in the patient's currency; null:
 *     unknown
 * @param toleratedLoad the largest load of acceptable risk that day; null: unknown, or no load is
 * @param enough whether enough is known of this patient's tolerance to alert from it
 * @param probability of a flare after {@code load}, 0 to 1, or null
 * @param exceededAt when the load passed the tolerated one, or null
 * @param approachedAt when it passed the share from which it is near, or null
 * @param flare whether a flare followed; null while unknown
 * @param rebound points above the baseline, or null
 * @param flareAt when the report that shows it was made, or null
 * @param evening state of the evening question
 * @param nextMorning state of the next-morning question
 * @param answersEndAt until when answers are still accepted
 * @param worstPain highest of during and after, 0 to 10, or null
 * @param painZone where the pain-monitoring rule of the condition puts it
 * @param ceilingBpm the heart-rate ceiling, or null
 * @param aboveCeilingAt when heart rate had been above it for long enough, or null
 * @param coverage share of the active time with heart rate, 0 to 1
 * @param recoveryLeads whether incomplete recovery is the leading explanation of a flare
 * @param settledLater whether a later complete session was free of a flare
 * @param flaresInRow sessions with a flare in a row, up to this one
 * @param explainedBy which other session explains the flare better, or null
 * @param completeness 0 to 1
 */
public record SessionSituation(
    String session,
    Phase phase,
    Instant end,
    Instant now,
    @Nullable Double load,
    @Nullable Double toleratedLoad,
    Knowledge enough,
    @Nullable Double probability,
    @Nullable Instant exceededAt,
    @Nullable Instant approachedAt,
    @Nullable Boolean flare,
    @Nullable Double rebound,
    @Nullable Instant flareAt,
    SlotState evening,
    SlotState nextMorning,
    Instant answersEndAt,
    @Nullable Double worstPain,
    PainZone painZone,
    @Nullable Double ceilingBpm,
    @Nullable Instant aboveCeilingAt,
    double coverage,
    Leading recoveryLeads,
    Later settledLater,
    int flaresInRow,
    @Nullable Explanation explainedBy,
    double completeness) {

  /**
   * Another session that explains a flare better.
   *
   * @param share of the flare that is its, 0 to 1
   */
  public record Explanation(String session, double share) {}

  /** Whether a session runs. */
  public enum Phase {
    RUNNING,
    OVER
  }

  /** Whether the tolerance is known well enough. */
  public enum Knowledge {
    ENOUGH,
    NOT_ENOUGH
  }

  /** Pain around the session, by the rule of the condition. */
  public enum PainZone {
    ACCEPTABLE,
    /** Not settled in time, or rising from week to week. */
    EXCEEDED,
    /** Too much during or right after. */
    ABOVE
  }

  /** What leads among the explanations. */
  public enum Leading {
    RECOVERY,
    OTHER
  }

  /** What came of it later. */
  public enum Later {
    SETTLED,
    OPEN
  }
}
