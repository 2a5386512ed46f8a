package health.carryover.analysis.port;

import health.carryover.analysis.outcome.AlertChange.Severity;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What people outside the dashboard were told of alerts, and why or why not. Any thread; every
 * method may throw {@link StoreUnavailableException}.
 */
public interface Notifications {

  /** The newest alert change that was decided on, 0 if none was. */
  long decidedThrough();

  /**
   * Notes decisions, and that everything up to {@code through} is decided, in one durable
   * transaction. A step that was decided on before for the same change and channel stays as it is.
   */
  void decided(List<Note> notes, long through);

  /** What was decided about an alert on a channel, oldest first. */
  List<Entry> ofAlert(Channel channel, String alert);

  /** What waits and is due, in the order of its places, at most {@code limit}. */
  List<Entry> due(Channel channel, Instant now, int limit);

  /** It is out. */
  void sent(Collection<Long> places, Instant at);

  /** It could not be sent and is tried again. */
  void failed(Collection<Long> places, String failure, Instant again);

  /** It is not sent any more. */
  void ended(Collection<Long> places, State state, String why, Instant at);

  /** The newest entries, newest first, at most {@code limit}. */
  List<Entry> newest(int limit);

  /** A way out. */
  enum Channel {
    WEBHOOK,
    MAIL,
    /** The alerts topic of the clinic; its changes are all told there without a decision. */
    MQTT;

    /** The name for machines. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What there is to tell of an alert. */
  enum Step {
    /** Its condition changed. */
    CHANGE,
    /** Nobody reacted, so that it is passed on. */
    ESCALATION;

    /** The name for machines. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What became of it. */
  enum State {
    /** It is sent when it is due. */
    WAITING,
    SENT,
    /** It was decided not to send it. */
    LEFT_OUT,
    /** It could not be sent for so long that it is of no use any more. */
    GIVEN_UP;

    /** The name for machines. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The state of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static State ofCode(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /**
   * One decision.
   *
   * @param change the place of the alert change among all; of an escalation, the newest by then
   * @param reason why it is sent, held back or left out: a word for machines
   * @param state {@link State#WAITING} or {@link State#LEFT_OUT}
   * @param dueAt from when on it may be sent; null if it is not
   */
  record Note(
      long change,
      Step step,
      Channel channel,
      String alert,
      String patient,
      Severity severity,
      Instant decidedAt,
      String reason,
      State state,
      @Nullable Instant dueAt) {

    /** A decision on a change of the condition. */
    public Note(
        long change,
        Channel channel,
        String alert,
        String patient,
        Severity severity,
        Instant decidedAt,
        String reason,
        State state,
        @Nullable Instant dueAt) {
      this(change, Step.CHANGE, channel, alert, patient, severity, decidedAt, reason, state, dueAt);
    }
  }

  /**
   * A decision and what became of it.
   *
   * @param place higher than that of every earlier one
   * @param attempts how often it was tried in vain
   * @param doneAt when it was sent or ended; null while it waits
   * @param failure why the last attempt failed, or why it ended; null if neither
   */
  record Entry(
      long place, Note note, int attempts, @Nullable Instant doneAt, @Nullable String failure) {}
}
