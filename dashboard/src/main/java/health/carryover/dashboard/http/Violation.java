package health.carryover.dashboard.http;

/**
 * One thing that is wrong with a request.
 *
 * @param field the name of the field or parameter
 * @param message what would be right; carries nothing of what was sent
 */
public record Violation(String field, String message) {}
