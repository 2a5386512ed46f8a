package health.carryover.analysis.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Pain now, on the numeric rating scale: 0 no pain, 10 the worst imaginable (Farrar 2001).
 * Fractions from imported scales are kept as they are.
 *
 * @param at the moment the report speaks of
 * @param nrs 0 to 10
 * @param slot which of the five moments of a session it is; absent: inferred from the time
 * @param session the session it belongs to; absent: inferred from the time
 * @param site where it hurts, or absent
 * @param flare whether the patient calls it a flare-up; absent: was not asked
 * @param quality how it feels, a code such as soreness, or absent
 * @param rest whether it hurts at rest; false: only with movement; absent: was not asked
 */
public record PainReport(
    Instant at,
    double nrs,
    @Nullable PainSlot slot,
    @Nullable String session,
    @Nullable String site,
    @Nullable Boolean flare,
    @Nullable String quality,
    @Nullable Boolean rest)
    implements PatientEvent {

  /** A report that says nothing of its quality. */
  public PainReport(
      Instant at,
      double nrs,
      @Nullable PainSlot slot,
      @Nullable String session,
      @Nullable String site,
      @Nullable Boolean flare) {
    this(at, nrs, slot, session, site, flare, null, null);
  }

  public PainReport {
    Scales.requireZeroToTen(nrs, "nrs");
    if (session != null) {
      Scales.requireId(session);
    }
  }

  @Override
  public Instant observedAt() {
    return at;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.pain(this);
  }
}
