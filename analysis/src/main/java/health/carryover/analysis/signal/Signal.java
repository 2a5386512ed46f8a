package health.carryover.analysis.signal;

import java.util.OptionalDouble;

/** A number from heart rate, or why there is none. */
public sealed interface Signal {

  /** Why there is no number. */
  enum Lack {
    /** Too few earlier values of one's own. */
    TOO_FEW_EARLIER_VALUES,
    /** Too few samples in the stretch that is looked at. */
    TOO_FEW_SAMPLES,
    /** Less than 80 % of the stretch is covered. */
    LOW_COVERAGE,
    /** The stretch of steady work is shorter than 20 minutes. */
    TOO_SHORT,
    /** The work was not steady. */
    NOT_STEADY,
    /** Recovery is not comparable: no passive stop, or an unusual heart rate at the end. */
    NOT_COMPARABLE,
    /** The session repeats no template, so there is nothing to compare it with. */
    NO_TEMPLATE
  }

  /**
   * A measured value.
   *
   * @param measure in the unit its method names
   */
  record Measured(double measure) implements Signal {
    @Override
    public OptionalDouble value() {
      return OptionalDouble.of(measure);
    }
  }

  /**
   * Not enough data.
   *
   * @param lack why
   */
  record NotEnoughData(Lack lack) implements Signal {
    @Override
    public OptionalDouble value() {
      return OptionalDouble.empty();
    }
  }

  /** The value, or empty. */
  OptionalDouble value();

  /** A measured value. */
  static Signal measured(double value) {
    return new Measured(value);
  }

  /** No value for a reason. */
  static Signal lacking(Lack lack) {
    return new NotEnoughData(lack);
  }
}
