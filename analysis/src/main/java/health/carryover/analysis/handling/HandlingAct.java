package health.carryover.analysis.handling;

import health.carryover.analysis.outcome.AlertChange.Severity;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that somebody did about an alert. Acts are only ever added.
 *
 * @param version 1 for the first act of an alert, one more each time
 * @param at to the millisecond
 * @param until end of a snooze, null for every other act
 * @param assignee to whom the alert was given; null: to nobody, or another act
 * @param text a note or the reason of a resolution, or null
 * @param severity of the condition when the person acted
 * @param changeId the newest change of the condition when the person acted
 */
public record HandlingAct(
    int version,
    Kind kind,
    String person,
    Instant at,
    @Nullable Instant until,
    @Nullable String assignee,
    @Nullable String text,
    Severity severity,
    long changeId) {
  public HandlingAct {
    if (version < 1) {
      throw new IllegalArgumentException("versions begin with 1");
    }
    if ((kind == Kind.SNOOZE) != (until != null)) {
      throw new IllegalArgumentException("a snooze, and nothing else, has an end");
    }
  }

  /** Without what people wrote. */
  @Override
  public String toString() {
    return "HandlingAct[version=%d, kind=%s, at=%s]".formatted(version, kind.code(), at);
  }

  /** What can be done. */
  public enum Kind {
    ACKNOWLEDGE,
    SNOOZE,
    WAKE,
    ASSIGN,
    NOTE,
    RESOLVE,
    REOPEN,
    /** The service's own act when nobody reacted. */
    ESCALATE,
    USEFUL,
    NOT_USEFUL;

    /** The name used in messages. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The act of that name, or empty. */
    public static Optional<Kind> ofCode(String code) {
      for (Kind kind : values()) {
        if (kind.code().equals(code)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }

    /** Whether it says what the alert was worth. */
    public boolean rates() {
      return this == USEFUL || this == NOT_USEFUL;
    }
  }
}
