package health.carryover.analysis.tolerance;

/**
 * Probability of a flare after a load, with how sure that is.
 *
 * @param probability posterior mean
 * @param low 5 % quantile of the probability over what is believed
 * @param high 95 % quantile
 */
public record FlareRisk(double probability, double low, double high) {}
