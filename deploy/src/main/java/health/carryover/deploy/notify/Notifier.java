package health.carryover.deploy.notify;

import health.carryover.analysis.handling.HandlingAct;
import health.carryover.analysis.outcome.AlertChange.Change;
import health.carryover.analysis.outcome.AlertChange.Severity;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.AlertActs;
import health.carryover.analysis.port.Notifications;
import health.carryover.analysis.port.Notifications.Channel;
import health.carryover.analysis.port.Notifications.Entry;
import health.carryover.analysis.port.Notifications.Note;
import health.carryover.analysis.port.Notifications.State;
import health.carryover.analysis.port.Notifications.Step;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.deploy.log.LogCode;
import health.carryover.ingest.shard.OutcomeListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about every alert change once, in order, and sends what is due. Decisions and attempts
 * are in the records: after a restart it goes on where it was, so that a receiver may hear a thing
 * twice (the id of a webhook request stays the same) and never not at all. One thread; the
 * listener's methods: any, never wait.
 */
public final class Notifier implements OutcomeListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
  private static final int PAGE = 100;
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration ESCALATIONS = Duration.ofSeconds(10);
  private static final Duration LEAVE = Duration.ofSeconds(5);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  /** After that a notification is no help any more; the alert itself stands on the dashboard. */
  private static final Duration OF_USE = Duration.ofHours(24);

  private final NotificationRule rule;
  private final OutcomeRecords records;
  private final Notifications notifications;
  private final AlertActs acts;
  private final InstantSource clock;
  private final MeterRegistry registry;
  private final Map<Channel, Delivery> deliveries = new EnumMap<>(Channel.class);
  private final Semaphore news = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "notifier");
  private final @Nullable MailDelivery mails;

  /** The channels that hear of each change; the topic hears of them without this. */
  private final List<Channel> toldOfChanges;

  /** Of which change of an alert it is known already that it was passed on. */
  private final Map<String, Long> escalated = new HashMap<>();

  private Instant escalationsAt = Instant.MIN;
  private volatile boolean stopped;
  private boolean waiting;

  /**
   * @param topic tells programs of alerts that are passed on
   */
  public Notifier(
      NotificationSettings settings,
      TopicDelivery topic,
      OutcomeRecords records,
      Notifications notifications,
      AlertActs acts,
      Vertx vertx,
      InstantSource clock,
      MeterRegistry registry) {
    this.rule = settings.rule();
    this.records = records;
    this.notifications = notifications;
    this.acts = acts;
    this.clock = clock;
    this.registry = registry;
    NotificationSettings.Webhook webhook = settings.webhook();
    if (webhook != null) {
      deliveries.put(Channel.WEBHOOK, new WebhookDelivery(webhook, records, clock));
    }
    NotificationSettings.Mail mail = settings.mail();
    this.mails = mail == null ? null : new MailDelivery(vertx, mail, settings.link());
    if (mails != null) {
      deliveries.put(Channel.MAIL, mails);
    }
    toldOfChanges = List.copyOf(deliveries.keySet());
    deliveries.put(Channel.MQTT, topic);
    for (Channel channel : deliveries.keySet()) {
      for (State state : State.values()) {
        counter(channel, state);
      }
    }
  }

  /** Starts, once. */
  public void start() {
    thread.start();
  }

  @Override
  public void alertsChanged(List<StoredAlertChange> changes) {
    if (news.availablePermits() == 0) {
      news.release();
    }
  }

  @Override
  public void assessed(List<Assessment> assessments) {}

  @Override
  public void progressed(List<SessionProgress> progress) {}

  /** What is not sent by now is sent after the next start. */
  @Override
  public void close() {
    stopped = true;
    news.release();
    try {
      thread.join(LEAVE.toMillis());
      if (thread.isAlive()) {
        thread.interrupt();
        thread.join(LEAVE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (mails != null) {
      mails.close();
    }
  }

  private void run() {
    boolean away = false;
    try {
      while (!stopped) {
        try {
          decide();
          escalate();
          for (Map.Entry<Channel, Delivery> each : deliveries.entrySet()) {
            send(each.getKey(), each.getValue());
          }
          away = false;
        } catch (StoreUnavailableException e) {
          if (!away) {
            LOG.warn(LogCode.NOTIFICATIONS_WAIT.line("notifications wait for the records"));
          }
          away = true;
        }
        news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        news.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Alerts that are passed on are told of once, whenever it is found. */
  private void escalate() {
    Instant now = clock.instant();
    if (now.isBefore(escalationsAt)) {
      return;
    }
    escalationsAt = now.plus(ESCALATIONS);
    Map<String, HandlingAct> passedOn = new HashMap<>();
    acts.ofOpen()
        .forEach(
            (alert, handling) -> {
              HandlingAct escalation = handling.escalation();
              if (escalation != null) {
                passedOn.put(alert, escalation);
              }
            });
    escalated.keySet().retainAll(passedOn.keySet());
    for (Map.Entry<String, HandlingAct> each : passedOn.entrySet()) {
      long change = each.getValue().changeId();
      if (!Long.valueOf(change).equals(escalated.get(each.getKey()))) {
        records
            .alert(each.getKey())
            .ifPresent(alert -> escalate(alert.alert(), alert.patient(), each.getValue(), now));
        escalated.put(each.getKey(), change);
      }
    }
  }

  private void escalate(String alert, String patient, HandlingAct act, Instant now) {
    List<Note> notes = new ArrayList<>();
    for (Channel channel : deliveries.keySet()) {
      boolean known =
          notifications.ofAlert(channel, alert).stream()
              .anyMatch(
                  entry ->
                      entry.note().step() == Step.ESCALATION
                          && entry.note().change() == act.changeId());
      if (!known) {
        NotificationRule.Decision decision =
            rule.escalation(channel, act.severity(), act.at(), now);
        notes.add(
            new Note(
                act.changeId(),
                Step.ESCALATION,
                channel,
                alert,
                patient,
                act.severity(),
                now,
                decision.reason(),
                decision.state(),
                decision.dueAt()));
        if (decision.state() == State.LEFT_OUT) {
          counter(channel, State.LEFT_OUT).increment();
        }
      }
    }
    notifications.decided(notes, notifications.decidedThrough());
  }

  /** Somebody reacted before it was told that nobody did. */
  private boolean isOvertaken(Entry entry) {
    return entry.note().step() == Step.ESCALATION
        && acts.handling(entry.note().alert()).escalation() == null;
  }

  private void decide() {
    if (toldOfChanges.isEmpty()) {
      return;
    }
    long place = notifications.decidedThrough();
    while (!stopped) {
      List<StoredAlertChange> changes = records.alertChangesAfter(place, PAGE);
      if (changes.isEmpty()) {
        return;
      }
      for (StoredAlertChange change : changes) {
        decide(change);
        place = change.id();
      }
    }
  }

  private void decide(StoredAlertChange change) {
    Instant now = clock.instant();
    String alert = String.valueOf(change.document().get("alert"));
    Severity severity =
        Severity.valueOf(
            String.valueOf(change.document().get("severity")).toUpperCase(Locale.ROOT));
    Instant knownAt = Instant.parse(String.valueOf(change.document().get("knownAt")));
    List<Note> notes = new ArrayList<>();
    for (Channel channel : toldOfChanges) {
      List<Entry> earlier = notifications.ofAlert(channel, alert);
      if (change.change() == Change.RETRACTED) {
        earlier = overtaken(earlier, now);
      }
      NotificationRule.Decision decision =
          rule.decide(channel, change.change(), severity, knownAt, earlier, now);
      notes.add(
          new Note(
              change.id(),
              channel,
              alert,
              change.patient(),
              severity,
              now,
              decision.reason(),
              decision.state(),
              decision.dueAt()));
      if (decision.state() == State.LEFT_OUT) {
        counter(channel, State.LEFT_OUT).increment();
      }
    }
    notifications.decided(notes, change.id());
  }

  /** What waits of an alert that is withdrawn is not told; what is left was. */
  private List<Entry> overtaken(List<Entry> earlier, Instant now) {
    List<Long> unsent =
        earlier.stream()
            .filter(entry -> entry.note().state() == State.WAITING)
            .map(Entry::place)
            .toList();
    if (!unsent.isEmpty()) {
      notifications.ended(unsent, State.LEFT_OUT, "overtaken", now);
    }
    return earlier.stream().filter(entry -> entry.note().state() == State.SENT).toList();
  }

  private void send(Channel channel, Delivery delivery) throws InterruptedException {
    while (!stopped) {
      Instant now = clock.instant();
      List<Entry> due = notifications.due(channel, now, delivery.together());
      if (due.isEmpty()) {
        return;
      }
      List<Long> overtaken = due.stream().filter(this::isOvertaken).map(Entry::place).toList();
      if (!overtaken.isEmpty()) {
        notifications.ended(overtaken, State.LEFT_OUT, "somebody reacted", now);
        counter(channel, State.LEFT_OUT).increment(overtaken.size());
        continue;
      }
      List<Long> places = due.stream().map(Entry::place).toList();
      Delivery.Result result = delivery.tell(due);
      if (result instanceof Delivery.Delivered) {
        notifications.sent(places, clock.instant());
        counter(channel, State.SENT).increment(due.size());
        waiting = false;
      } else if (result instanceof Delivery.Refused refused) {
        notifications.ended(places, State.GIVEN_UP, refused.why(), now);
        counter(channel, State.GIVEN_UP).increment(due.size());
      } else {
        later(channel, due, ((Delivery.TryAgain) result).why(), now);
        return;
      }
    }
  }

  private void later(Channel channel, List<Entry> due, String why, Instant now) {
    for (Entry entry : due) {
      List<Long> place = List.of(entry.place());
      if (entry.note().decidedAt().isBefore(now.minus(OF_USE))) {
        notifications.ended(place, State.GIVEN_UP, why, now);
        counter(channel, State.GIVEN_UP).increment();
      } else {
        notifications.failed(place, why, now.plus(waitAfter(entry.attempts())));
      }
    }
    counter(channel, State.WAITING).increment();
    if (!waiting) {
      LOG.warn(LogCode.NOTIFICATIONS_WAIT.line("a {} could not be delivered"), channel.code());
      waiting = true;
    }
  }

  static Duration waitAfter(int attempts) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempts, 10));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private Counter counter(Channel channel, State state) {
    return Counter.builder("carryover.notifications")
        .description(
            "Decisions not to tell, notifications that are out or given up, and attempts in vain")
        .tag("channel", channel.code())
        .tag("fate", state == State.WAITING ? "tried-in-vain" : state.code())
        .register(registry);
  }
}
