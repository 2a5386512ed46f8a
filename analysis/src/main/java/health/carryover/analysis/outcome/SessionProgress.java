package health.carryover.analysis.outcome;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a running session stands. For screens that watch it live; never stored.
 *
 * @param at event time of the newest reading
 * @param bpm that reading in beats per minute, or null before the first
 * @param load load so far, in the patient's currency, or null
 * @param toleratedLoad the largest load of acceptable risk today, or null
 * @param pFlare probability of a flare if the session ended now, 0 to 1, or null
 * @param ended whether the session is over
 */
public record SessionProgress(
    String patient,
    String session,
    Instant knownAt,
    Instant at,
    @Nullable Double bpm,
    @Nullable Double load,
    @Nullable Double toleratedLoad,
    @Nullable Double pFlare,
    boolean ended)
    implements Outcome {

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.progress(this);
  }
}
