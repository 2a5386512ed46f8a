package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.outcome.AlertChange.Severity;
import health.carryover.analysis.port.Notifications.Channel;
import health.carryover.analysis.port.Notifications.Entry;
import health.carryover.analysis.port.Notifications.Note;
import health.carryover.analysis.port.Notifications.State;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Notifications} does. */
public abstract class NotificationsContract {
  private static final Instant T = Instant.parse("2026-03-02T08:00:00.001Z");

  private Notifications notifications;

  /** A new, empty store. */
  protected abstract Notifications create() throws Exception;

  /** The same store after it was closed and opened again. */
  protected abstract Notifications reopen() throws Exception;

  @BeforeEach
  final void createNotifications() throws Exception {
    notifications = create();
  }

  private static Note note(long change, Channel channel, String alert, State state, Instant due) {
    return new Note(change, channel, alert, "p1", Severity.WARNING, T, "new", state, due);
  }

  private List<Long> due(Instant now) {
    return notifications.due(Channel.MAIL, now, 10).stream().map(e -> e.note().change()).toList();
  }

  @Test
  void decisionsComeBackInOrderAndEachChangeIsDecidedOnceForAChannel() throws Exception {
    assertThat(notifications.decidedThrough()).isZero();
    Note mail = note(3, Channel.MAIL, "a", State.WAITING, T);
    Note webhook = note(3, Channel.WEBHOOK, "a", State.LEFT_OUT, null);
    notifications.decided(List.of(mail, webhook), 3);
    notifications.decided(List.of(note(3, Channel.MAIL, "a", State.LEFT_OUT, null)), 2);
    notifications.decided(List.of(note(4, Channel.MAIL, "b", State.WAITING, T)), 4);
    notifications = reopen();
    assertThat(notifications.decidedThrough()).isEqualTo(4);
    assertThat(notifications.ofAlert(Channel.MAIL, "a"))
        .extracting(Entry::note)
        .containsExactly(mail);
    assertThat(notifications.ofAlert(Channel.WEBHOOK, "a"))
        .extracting(Entry::note)
        .containsExactly(webhook);
    assertThat(notifications.newest(2)).extracting(e -> e.note().change()).containsExactly(4L, 3L);
    assertThat(notifications.newest(10)).hasSize(3);
  }

  @Test
  void anEscalationIsDecidedOnceBesideTheChangeItIsAbout() throws Exception {
    Note change = note(3, Channel.MAIL, "a", State.WAITING, T);
    Note escalation =
        new Note(
            3,
            Notifications.Step.ESCALATION,
            Channel.MAIL,
            "a",
            "p1",
            Severity.WARNING,
            T,
            "escalated",
            State.WAITING,
            T);
    notifications.decided(List.of(change), 3);
    notifications.decided(List.of(escalation), 3);
    notifications.decided(List.of(escalation), 3);
    notifications = reopen();
    assertThat(notifications.ofAlert(Channel.MAIL, "a"))
        .extracting(Entry::note)
        .containsExactly(change, escalation);
  }

  @Test
  void whatWaitsIsDueAtItsTimeUntilItIsOut() throws Exception {
    notifications.decided(
        List.of(
            note(1, Channel.MAIL, "a", State.WAITING, T.plusSeconds(5)),
            note(2, Channel.MAIL, "b", State.WAITING, T),
            note(3, Channel.MAIL, "c", State.LEFT_OUT, null),
            note(4, Channel.WEBHOOK, "d", State.WAITING, T)),
        4);
    assertThat(due(T.minusMillis(1))).isEmpty();
    assertThat(due(T)).containsExactly(2L);
    assertThat(due(T.plusSeconds(5))).containsExactly(1L, 2L);
    assertThat(notifications.due(Channel.MAIL, T.plusSeconds(5), 1)).hasSize(1);
    Entry first = notifications.ofAlert(Channel.MAIL, "a").get(0);
    Entry second = notifications.ofAlert(Channel.MAIL, "b").get(0);
    notifications.failed(List.of(second.place()), "away", T.plusSeconds(60));
    notifications.sent(List.of(first.place()), T.plusSeconds(6));
    notifications = reopen();
    assertThat(due(T.plusSeconds(59))).isEmpty();
    Entry again = notifications.due(Channel.MAIL, T.plusSeconds(60), 10).get(0);
    assertThat(again.attempts()).isEqualTo(1);
    assertThat(again.failure()).isEqualTo("away");
    Entry out = notifications.ofAlert(Channel.MAIL, "a").get(0);
    assertThat(out.note().state()).isEqualTo(State.SENT);
    assertThat(out.doneAt()).isEqualTo(T.plusSeconds(6));
    assertThat(out.failure()).isNull();
  }

  @Test
  void whatEndedStaysAsItEnded() {
    notifications.decided(List.of(note(1, Channel.MAIL, "a", State.WAITING, T)), 1);
    List<Long> place = List.of(notifications.newest(1).get(0).place());
    notifications.ended(place, State.GIVEN_UP, "too late", T.plusSeconds(1));
    notifications.sent(place, T.plusSeconds(2));
    notifications.failed(place, "away", T.plusSeconds(3));
    Entry ended = notifications.newest(1).get(0);
    assertThat(ended.note().state()).isEqualTo(State.GIVEN_UP);
    assertThat(ended.failure()).isEqualTo("too late");
    assertThat(ended.doneAt()).isEqualTo(T.plusSeconds(1));
    assertThat(due(T.plusSeconds(9))).isEmpty();
  }
}
