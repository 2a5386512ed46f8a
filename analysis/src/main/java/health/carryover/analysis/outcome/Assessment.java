package health.carryover.analysis.outcome;

import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.PainSlot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One session of one patient as understood at {@code knownAt}. Late data give a new revision; an
 * older one is never changed. What is unknown is null, never zero.
 *
 * @param patient pseudonymous id
 * @param session id of the session, unique within the patient
 * @param revision 1 for the first, one more each time
 * @param settled whether nothing within the allowed lateness can change it any more
 * @param knownAt when the data said so
 * @param start first moment of the session
 * @param end last moment of the session
 * @param duplicateOf the session this one was exported from a second time: its load is not counted
 * @param activeMinutes pauses removed
 * @param meanBpm time-weighted mean heart rate of the active time, beats per minute
 * @param maxBpm highest heart rate, beats per minute
 * @param coverage share of the active time with heart rate, 0 to 1
 * @param slots the state of each of the five pain slots, in their order
 * @param relief pain before minus the lowest of during and after; positive: relief
 * @param rebound the higher of evening and next morning minus the baseline; positive: worse
 * @param carryOver baseline minus next morning; positive: the benefit lasted
 * @param flare whether a flare followed; null while it cannot be known
 * @param pattern code of the response class
 * @param completeness share of what could be known by now that is known, 0 to 1
 * @param background signals, context, monitoring and attribution
 */
public record Assessment(
    String patient,
    String session,
    int revision,
    boolean settled,
    Instant knownAt,
    Instant start,
    Instant end,
    @Nullable String duplicateOf,
    double activeMinutes,
    @Nullable Double meanBpm,
    @Nullable Double maxBpm,
    double coverage,
    Load load,
    Pain pain,
    Map<PainSlot, SlotState> slots,
    @Nullable Double relief,
    @Nullable Double rebound,
    @Nullable Double carryOver,
    @Nullable Boolean flare,
    String pattern,
    @Nullable Tolerance tolerance,
    @Nullable Mechanisms mechanisms,
    @Nullable Guidance guidance,
    double completeness,
    Background background)
    implements Outcome {

  /** An assessment without background. */
  public Assessment(
      String patient,
      String session,
      int revision,
      boolean settled,
      Instant knownAt,
      Instant start,
      Instant end,
      @Nullable String duplicateOf,
      double activeMinutes,
      @Nullable Double meanBpm,
      @Nullable Double maxBpm,
      double coverage,
      Load load,
      Pain pain,
      Map<PainSlot, SlotState> slots,
      @Nullable Double relief,
      @Nullable Double rebound,
      @Nullable Double carryOver,
      @Nullable Boolean flare,
      String pattern,
      @Nullable Tolerance tolerance,
      @Nullable Mechanisms mechanisms,
      @Nullable Guidance guidance,
      double completeness) {
    this(
        patient,
        session,
        revision,
        settled,
        knownAt,
        start,
        end,
        duplicateOf,
        activeMinutes,
        meanBpm,
        maxBpm,
        coverage,
        load,
        pain,
        slots,
        relief,
        rebound,
        carryOver,
        flare,
        pattern,
        tolerance,
        mechanisms,
        guidance,
        completeness,
        Background.NONE);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.assessment(this);
  }

  /** Whether both say the same of the session, whatever their revision and time of knowing. */
  public boolean sameFindings(Assessment other) {
    return withRevision(0, Instant.EPOCH).equals(other.withRevision(0, Instant.EPOCH));
  }

  /** The same findings as revision {@code revision}, known at {@code knownAt}. */
  public Assessment withRevision(int revision, Instant knownAt) {
    return new Assessment(
        patient,
        session,
        revision,
        settled,
        knownAt,
        start,
        end,
        duplicateOf,
        activeMinutes,
        meanBpm,
        maxBpm,
        coverage,
        load,
        pain,
        slots,
        relief,
        rebound,
        carryOver,
        flare,
        pattern,
        tolerance,
        mechanisms,
        guidance,
        completeness,
        background);
  }

  /**
   * The session's load.
   *
   * @param currency the patient's currency
   * @param formula name and version of the formula behind {@code value}
   * @param value load in that currency; null: cannot be computed from what is known
   * @param quality code: good, low, insufficient
   * @param banister Banister training impulse, arbitrary units
   * @param edwards Edwards zone score, arbitrary units
   * @param sessionRpe session RPE times minutes, arbitrary units
   * @param restSource code of where the resting heart rate comes from, or null without one
   * @param maxSource code of where the maximal heart rate comes from, or null without one
   * @param low {@code value} if the estimated maximum lay one standard deviation higher; null where
   *     it was measured
   * @param high the same one standard deviation lower
   * @param restBpm the resting heart rate it is counted with, or null
   * @param maxBpm the maximal heart rate it is counted with, or null
   */
  public record Load(
      LoadCurrency currency,
      String formula,
      @Nullable Double value,
      String quality,
      @Nullable Double banister,
      @Nullable Double edwards,
      @Nullable Double sessionRpe,
      @Nullable String restSource,
      @Nullable String maxSource,
      @Nullable Double low,
      @Nullable Double high,
      @Nullable Double restBpm,
      @Nullable Double maxBpm) {

    /** A load without word of where its references come from. */
    public Load(
        LoadCurrency currency,
        String formula,
        @Nullable Double value,
        String quality,
        @Nullable Double banister,
        @Nullable Double edwards,
        @Nullable Double sessionRpe) {
      this(
          currency,
          formula,
          value,
          quality,
          banister,
          edwards,
          sessionRpe,
          null,
          null,
          null,
          null,
          null,
          null);
    }
  }

  /**
   * Pain at the five moments and a day and two days after, 0 to 10; null: not answered.
   *
   * @param worstDuring highest told during the session; {@code during} is the lowest
   */
  public record Pain(
      @Nullable Double before,
      @Nullable Double during,
      @Nullable Double after,
      @Nullable Double evening,
      @Nullable Double nextMorning,
      @Nullable Double worstDuring,
      @Nullable Double after24Hours,
      @Nullable Double after48Hours) {

    /** Pain at the five moments alone. */
    public Pain(
        @Nullable Double before,
        @Nullable Double during,
        @Nullable Double after,
        @Nullable Double evening,
        @Nullable Double nextMorning) {
      this(before, during, after, evening, nextMorning, null, null, null);
    }
  }

  /** What became of a question about pain. */
  public enum SlotState {
    ANSWERED("answered"),
    LATE("late"),
    MISSED("missed"),
    NOT_DUE("not-due");

    private final String code;

    SlotState(String code) {
      this.code = code;
    }

    /** The name used in messages. */
    public String code() {
      return code;
    }
  }

  /**
   * The load tolerance of the patient. The {@code p...} values are the prediction before this
   * session's outcome was used, probabilities from 0 to 1; the others are believed after it, loads
   * in the patient's currency.
   *
   * @param pFlare probability of a flare after this load; the two bounds are its 5 and 95 %
   *     quantiles
   * @param pOverTolerance probability that the load exceeds the tolerance
   * @param pLoadIndependent probability that flares come whatever the load
   * @param low 5 % quantile of the load at which the load-driven flare probability is one half
   * @param median its median
   * @param high its 95 % quantile
   * @param toleratedLoad the largest load of acceptable risk; null: no load is
   * @param sessions complete sessions learned from
   * @param enough whether they are enough to advise from
   */
  public record Tolerance(
      @Nullable Double pFlare,
      @Nullable Double pFlareLow,
      @Nullable Double pFlareHigh,
      @Nullable Double pOverTolerance,
      double pLoadIndependent,
      double low,
      double median,
      double high,
      @Nullable Double toleratedLoad,
      int sessions,
      boolean enough) {}

  /**
   * How well the four competing explanations fit, probabilities that sum to one.
   *
   * @param leading code of the leading one, or undetermined
   * @param evidence codes of the evidence used, each with + for present or - for absent
   * @param questions codes of the questions whose answers would settle it
   */
  public record Mechanisms(
      double loadToleranceExceeded,
      double deconditioningFatigue,
      double sensitivityRebound,
      double incompleteRecovery,
      String leading,
      List<String> evidence,
      List<String> questions) {
    public Mechanisms {
      evidence = List.copyOf(evidence);
      questions = List.copyOf(questions);
    }
  }

  /**
   * What fits next.
   *
   * @param action code of the one suggestion
   * @param volumeChange relative change of the amount, -0.2 for a fifth less; null: no number
   * @param frequency code: keep, unless a clinician says otherwise
   * @param nextLoadMax the most that fits the next session, in the patient's currency; null:
   *     unknown
   * @param text what the patient reads
   * @param urgency code of how soon a clinician is needed: emergency, same-day or prompt; null: not
   */
  public record Guidance(
      String action,
      @Nullable Double volumeChange,
      String frequency,
      @Nullable Double nextLoadMax,
      String text,
      @Nullable String urgency) {

    /** A suggestion that needs no clinician. */
    public Guidance(
        String action,
        @Nullable Double volumeChange,
        String frequency,
        @Nullable Double nextLoadMax,
        String text) {
      this(action, volumeChange, frequency, nextLoadMax, text, null);
    }
  }
}
