package health.carryover.analysis.outcome;

/**
 * An outcome with its place among all stored outcomes of its patient.
 *
 * @param ordinal 1 for the patient's first stored outcome, one more each time, the same when the
 *     same journal is replayed; 0 for the progress of a running session, which is never stored
 */
public record NumberedOutcome(String patient, long ordinal, Outcome outcome) {}
