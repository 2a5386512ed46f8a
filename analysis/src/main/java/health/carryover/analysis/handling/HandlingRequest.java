package health.carryover.analysis.handling;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks to be done about an alert.
 *
 * @param person under whose name it is recorded
 * @param at now, to the millisecond
 * @param until end of a snooze, or null
 * @param assignee to whom the alert is given; null: to nobody, or another act
 * @param text a note or the reason of a resolution, or null
 * @param expectedVersion the version the person saw; null: whatever it is
 * @param id of the request, the same when it is sent again; null: every one is another
 */
public record HandlingRequest(
    HandlingAct.Kind kind,
    String person,
    Instant at,
    @Nullable Instant until,
    @Nullable String assignee,
    @Nullable String text,
    @Nullable Integer expectedVersion,
    @Nullable String id) {

  /** An act without anything that goes with it. */
  public static HandlingRequest of(HandlingAct.Kind kind, String person, Instant at) {
    return new HandlingRequest(kind, person, at, null, null, null, null, null);
  }

  /** The same for whoever saw {@code version}. */
  public HandlingRequest expecting(@Nullable Integer version) {
    return new HandlingRequest(kind, person, at, until, assignee, text, version, id);
  }

  /** The same under an id. */
  public HandlingRequest withId(@Nullable String requestId) {
    return new HandlingRequest(kind, person, at, until, assignee, text, expectedVersion, requestId);
  }

  /** Without what the person wrote. */
  @Override
  public String toString() {
    return "HandlingRequest[kind=%s, at=%s]".formatted(kind.code(), at);
  }
}
