package health.carryover.analysis.tolerance;

/**
 * Worlds in which the filter is tried. Tolerance grows unless said otherwise. The first five are
 * those of the science page; their patients are load-driven, the background rate being drawn from
 * the prior below 0.30.
 */
enum Scenario {
  GROWTH("tolerance grows .004/d", 0.004, 0, 0, Link.LOGIT, 0, 1),
  NO_GROWTH("no growth", 0, 0, 0, Link.LOGIT, 0, 1),
  DROP("growth, drop of .4 at session 21", 0.004, 0.4, 0, Link.LOGIT, 0, 1),
  MISSING("30 % outcomes missing", 0.004, 0, 0.3, Link.LOGIT, 0, 1),
  WRONG_LINK("probit link, session noise .15", 0.004, 0, 0, Link.NOISY_PROBIT, 0, 1),
  LABEL_NOISE("30 % of grades off by one", 0.004, 0, 0, Link.LOGIT, 0.3, 1),
  REFERENCE_DOUBLED("reference load set twice too high", 0.004, 0, 0, Link.LOGIT, 0, 2),
  WHOLE_PRIOR("whole prior, 12 % load-independent", 0.004, 0, 0, Link.LOGIT, 0, 1);

  /** How load turns into the chance of a flare. */
  enum Link {
    LOGIT,
    NOISY_PROBIT
  }

  final String label;
  final double growthPerDay;
  final double drop;
  final double missing;
  final Link link;
  final double labelNoise;
  final double referenceFactor;

  /** Whether the world is one of the science page, to which every acceptance band applies. */
  boolean published() {
    return compareTo(WRONG_LINK) <= 0;
  }

  Scenario(
      String label,
      double growthPerDay,
      double drop,
      double missing,
      Link link,
      double labelNoise,
      double referenceFactor) {
    this.label = label;
    this.growthPerDay = growthPerDay;
    this.drop = drop;
    this.missing = missing;
    this.link = link;
    this.labelNoise = labelNoise;
    this.referenceFactor = referenceFactor;
  }
}
