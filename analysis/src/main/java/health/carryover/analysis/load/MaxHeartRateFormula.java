package health.carryover.analysis.load;

/**
 * Maximal heart rate from age for people without a rate-limiting drug, in bpm, with the standard
 * deviation of a person around the estimate.
 */
public enum MaxHeartRateFormula {
  /** 220 - age, of no traceable origin; kept to compare with other programs. */
  FOX_1971(220, 1, 12),
  /** 208 - 0.7 age (Tanaka, Monahan &amp; Seals 2001, J Am Coll Cardiol 37:153); the default. */
  TANAKA_2001(208, 0.7, 10),
  /** 207 - 0.7 age (Gellish et al. 2007, Med Sci Sports Exerc 39:822). */
  GELLISH_2007(207, 0.7, 10),
  /** 206.9 - 0.67 age, the same study before rounding. */
  GELLISH_2007_UNROUNDED(206.9, 0.67, 10),
  /** 164 - 0.7 age on a beta-blocker with coronary disease (Brawner et al. 2004, Am Heart J). */
  BRAWNER_2004_BETA_BLOCKER(164, 0.7, 18);

  private final double intercept;
  private final double perYear;
  private final double uncertaintyBpm;

  MaxHeartRateFormula(double intercept, double perYear, double uncertaintyBpm) {
    this.intercept = intercept;
    this.perYear = perYear;
    this.uncertaintyBpm = uncertaintyBpm;
  }

  /** Estimate for an age in years. */
  public double maxBpm(double ageYears) {
    if (!(ageYears >= 0) || Double.isInfinite(ageYears)) {
      throw new IllegalArgumentException("age must not be negative");
    }
    return intercept - perYear * ageYears;
  }

  /** Standard deviation or standard error of the estimate. */
  public double uncertaintyBpm() {
    return uncertaintyBpm;
  }

  /**
   * Estimate with heart failure on a beta-blocker, standard error 18 bpm: {@code 119 + 0.5 rest -
   * 0.5 age}, 5 less on a cycle (Keteyian et al. 2012, Med Sci Sports Exerc).
   */
  public static double keteyian2012(double ageYears, double restBpm, Ergometer ergometer) {
    return 119 + 0.5 * restBpm - 0.5 * ageYears - ergometer.offsetBpm;
  }

  /** What the exercise was done on. */
  public enum Ergometer {
    /** Walking or running. */
    TREADMILL(0),
    /** Cycling: about 5 bpm lower. */
    CYCLE(5);

    private final double offsetBpm;

    Ergometer(double offsetBpm) {
      this.offsetBpm = offsetBpm;
    }
  }
}
