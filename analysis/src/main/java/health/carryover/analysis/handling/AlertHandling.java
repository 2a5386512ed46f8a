package health.carryover.analysis.handling;

import health.carryover.analysis.handling.Decision.Reason;
import health.carryover.analysis.handling.HandlingAct.Kind;
import health.carryover.analysis.outcome.AlertChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How people stand towards one alert: everything they did, oldest first, and what follows from it.
 * The condition of the alert is never changed here, and a condition that ends never acknowledges
 * itself. Waking needs no timer: whether an alert sleeps follows from its acts, from the condition
 * and from now. A worse turn that is taken back before anybody reacted wakes nobody.
 */
public record AlertHandling(List<HandlingAct> acts) {
  /** Nobody did anything. */
  public static final AlertHandling NONE = new AlertHandling(List.of());

  /** The longest snooze. A product choice: two weeks are the rhythm of a course of treatment. */
  public static final Duration LONGEST_SNOOZE = Duration.ofDays(14);

  public AlertHandling {
    acts = List.copyOf(acts);
    for (int i = 0; i < acts.size(); i++) {
      if (acts.get(i).version() != i + 1) {
        throw new IllegalArgumentException("acts without a gap, oldest first");
      }
    }
  }

  /** How often somebody acted. */
  public int version() {
    return acts.size();
  }

  /** Whoever saw it first; snoozing and resolving mean that one has seen it. Null: nobody did. */
  public @Nullable HandlingAct acknowledgement() {
    return first(Kind.ACKNOWLEDGE, Kind.SNOOZE, Kind.RESOLVE);
  }

  /** The resolution that counts, or null: none, reopened, or the condition got worse since. */
  public @Nullable HandlingAct resolution(AlertCondition condition) {
    HandlingAct last = last(Kind.RESOLVE, Kind.REOPEN, Kind.SNOOZE, Kind.ACKNOWLEDGE);
    return last != null && last.kind() == Kind.RESOLVE && !condition.worseThanAt(last)
        ? last
        : null;
  }

  /** The snooze that lasts at {@code now}, or null: none, over, ended, or woken by a worse turn. */
  public @Nullable HandlingAct snooze(AlertCondition condition, Instant now) {
    HandlingAct last = last(Kind.SNOOZE, Kind.WAKE, Kind.RESOLVE, Kind.REOPEN, Kind.ACKNOWLEDGE);
    return last != null
            && last.until() != null
            && now.isBefore(last.until())
            && !condition.worseThanAt(last)
        ? last
        : null;
  }

  /** Whether a snooze ended early because the condition got worse while it lasted. */
  public boolean wokenEarly(AlertCondition condition, Instant now) {
    HandlingAct last = last(Kind.SNOOZE, Kind.WAKE, Kind.RESOLVE, Kind.REOPEN, Kind.ACKNOWLEDGE);
    return last != null
        && last.until() != null
        && now.isBefore(last.until())
        && condition.worseThanAt(last);
  }

  /** To whom it is given, or null. */
  public @Nullable String assignee() {
    HandlingAct last = last(Kind.ASSIGN);
    return last == null ? null : last.assignee();
  }

  /** The escalation nobody has reacted to yet, or null. */
  public @Nullable HandlingAct escalation() {
    HandlingAct last = last(Kind.ESCALATE, Kind.ACKNOWLEDGE, Kind.SNOOZE, Kind.RESOLVE);
    return last != null && last.kind() == Kind.ESCALATE ? last : null;
  }

  /** What the alert was worth to whoever said so last, or null. */
  public @Nullable HandlingAct rating() {
    return last(Kind.USEFUL, Kind.NOT_USEFUL);
  }

  /** Whether somebody has to look: seen by nobody, or worse than when it was put aside. */
  public boolean asksForALook(AlertCondition condition, Instant now) {
    if (snooze(condition, now) != null || resolution(condition) != null) {
      return false;
    }
    HandlingAct last = last(Kind.ACKNOWLEDGE, Kind.SNOOZE, Kind.RESOLVE);
    // A snooze or resolution that still counts was asked about above: this one is over.
    return last == null
        || last.kind() != Kind.ACKNOWLEDGE
        || condition.severity().compareTo(last.severity()) > 0;
  }

  /** What becomes of {@code request}. */
  public Decision decide(HandlingRequest request, AlertCondition condition) {
    Integer expected = request.expectedVersion();
    if (expected != null && expected != version()) {
      return new Decision.Refused(
          Reason.CHANGED_MEANWHILE, acts.isEmpty() ? null : acts.get(acts.size() - 1));
    }
    HandlingAct resolved = resolution(condition);
    return switch (request.kind()) {
      case ACKNOWLEDGE ->
          asksForALook(condition, request.at())
              ? taken(request, condition)
              : new Decision.Unchanged();
      case SNOOZE -> snoozed(request, condition, resolved);
      case WAKE ->
          snooze(condition, request.at()) == null
              ? new Decision.Refused(Reason.NOT_SNOOZED, null)
              : taken(request, condition);
      case RESOLVE ->
          resolved == null
              ? taken(request, condition)
              : new Decision.Refused(Reason.RESOLVED, resolved);
      case REOPEN ->
          resolved == null
              ? new Decision.Refused(Reason.NOT_RESOLVED, last(Kind.REOPEN))
              : taken(request, condition);
      case ESCALATE ->
          escalation() == null && asksForALook(condition, request.at())
              ? taken(request, condition)
              : new Decision.Unchanged();
      case ASSIGN, NOTE, USEFUL, NOT_USEFUL -> taken(request, condition);
    };
  }

  /** The same and {@code act}. */
  public AlertHandling with(HandlingAct act) {
    List<HandlingAct> more = new ArrayList<>(acts);
    more.add(act);
    return new AlertHandling(more);
  }

  private Decision snoozed(
      HandlingRequest request, AlertCondition condition, @Nullable HandlingAct resolved) {
    Instant until = request.until();
    if (condition.kind() == AlertChange.Kind.RED_FLAG) {
      return new Decision.Refused(Reason.SAFETY_IS_NOT_SNOOZED, null);
    }
    if (resolved != null) {
      return new Decision.Refused(Reason.RESOLVED, resolved);
    }
    if (until == null
        || !until.isAfter(request.at())
        || until.isAfter(request.at().plus(LONGEST_SNOOZE))) {
      return new Decision.Refused(Reason.UNTIL_OUT_OF_RANGE, null);
    }
    return taken(request, condition);
  }

  private Decision taken(HandlingRequest request, AlertCondition condition) {
    return new Decision.Taken(
        new HandlingAct(
            version() + 1,
            request.kind(),
            request.person(),
            request.at(),
            request.until(),
            request.assignee(),
            request.text(),
            condition.severity(),
            condition.changeId()));
  }

  private @Nullable HandlingAct first(Kind... kinds) {
    List<Kind> wanted = List.of(kinds);
    for (HandlingAct act : acts) {
      if (wanted.contains(act.kind())) {
        return act;
      }
    }
    return null;
  }

  private @Nullable HandlingAct last(Kind... kinds) {
    List<Kind> wanted = List.of(kinds);
    for (int i = acts.size() - 1; i >= 0; i--) {
      if (wanted.contains(acts.get(i).kind())) {
        return acts.get(i);
      }
    }
    return null;
  }
}
