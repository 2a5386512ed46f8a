package health.carryover.deploy.trace;

import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.Journal.Appended;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import health.carryover.ingest.journal.Delivery;
import health.carryover.ingest.journal.DeliveryListener;
import health.carryover.ingest.shard.OutcomeListener;
import health.carryover.ingest.shard.PatientMessage;
import health.carryover.ingest.shard.StageListener;
import health.carryover.ingest.topic.StreamName;
import health.carryover.ingest.topic.TopicName;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One trace for each traced message: {@code message} from its receipt until it is used, and within
 * it {@code journal}, {@code monitor}, {@code store}, and {@code alert out} for every alert change
 * it led to. Built afterwards from what listeners are told, so that the way of messages knows
 * nothing of it. Which message is traced follows from its place in the journal. Of what is half
 * told the newest {@value #MOST} are remembered. Any thread.
 */
public final class MessageTraces implements DeliveryListener, OutcomeListener, StageListener {
  private static final int MOST = 2_000;

  private final Tracer tracer;
  private final int oneIn;
  private final InstantSource clock;
  private final Map<Long, Half> halves = new Newest<>();
  private final Map<Long, Way> alerts = new Newest<>();

  /** What each shard's thread was told since its last group was used. */
  private final Map<Thread, List<Heard>> changed = new ConcurrentHashMap<>();

  MessageTraces(Tracer tracer, int oneIn, InstantSource clock) {
    this.tracer = tracer;
    this.oneIn = oneIn;
    this.clock = clock;
  }

  /** The newest entries alone. */
  private static final class Newest<V> extends LinkedHashMap<Long, V> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
      return size() > MOST;
    }
  }

  /** What is known of a message; shards may be done before the journal's listeners hear of it. */
  private static final class Half {
    private @Nullable Delivery delivery;
    private @Nullable Instant deliveredAt;
    private @Nullable Used used;
  }

  /** What is known of an alert change; it may be published before its message is all told. */
  private static final class Way {
    private @Nullable Context within;
    private @Nullable Published published;
  }

  private record Published(StoredAlertChange change, Instant fromAt, Instant toAt) {}

  private record Heard(StoredAlertChange change, Instant at) {}

  private record Used(
      Instant takenAt, Instant decidedAt, Instant storedAt, List<StoredAlertChange> changes) {}

  @Override
  public void delivered(List<Delivery> deliveries) {
    Instant now = clock.instant();
    for (Delivery delivery : deliveries) {
      if (delivery.result() instanceof Appended.Stored stored && isTraced(stored.sequence())) {
        switch (delivery.fate()) {
          case ACCEPTED -> told(stored.sequence(), delivery, now, null);
          case DUPLICATE, QUARANTINED -> message(delivery, now, now);
        }
      }
    }
  }

  @Override
  public void used(
      List<PatientMessage> messages, Instant takenAt, Instant decidedAt, Instant storedAt) {
    // What was said before the group was taken was said because time had passed.
    List<StoredAlertChange> changes =
        Optional.ofNullable(changed.remove(Thread.currentThread())).orElse(List.of()).stream()
            .filter(heard -> !heard.at().isBefore(takenAt))
            .map(Heard::change)
            .toList();
    for (PatientMessage message : messages) {
      if (isTraced(message.sequence())) {
        List<StoredAlertChange> own =
            changes.stream().filter(change -> change.patient().equals(message.patient())).toList();
        told(message.sequence(), null, null, new Used(takenAt, decidedAt, storedAt, own));
      }
    }
  }

  private boolean isTraced(long sequence) {
    return sequence % oneIn == 0;
  }

  private void told(
      long sequence,
      @Nullable Delivery delivery,
      @Nullable Instant deliveredAt,
      @Nullable Used used) {
    Half half;
    synchronized (halves) {
      half = halves.computeIfAbsent(sequence, first -> new Half());
      if (delivery != null) {
        half.delivery = delivery;
        half.deliveredAt = deliveredAt;
      }
      if (used != null) {
        half.used = used;
      }
      if (half.delivery == null || half.used == null) {
        return;
      }
      halves.remove(sequence);
    }
    complete(half);
  }

  private void complete(Half half) {
    Delivery delivery = half.delivery;
    Instant deliveredAt = half.deliveredAt;
    Used used = half.used;
    if (delivery == null || deliveredAt == null || used == null) {
      return;
    }
    Context within = message(delivery, deliveredAt, used.storedAt());
    // A message that joined a group under way came after its beginning.
    Instant takenAt =
        used.takenAt().isBefore(delivery.receivedAt()) ? delivery.receivedAt() : used.takenAt();
    child("monitor", within, takenAt, used.decidedAt());
    child("store", within, used.decidedAt(), used.storedAt());
    used.changes().forEach(change -> told(change.id(), within, null));
  }

  private Context message(Delivery delivery, Instant deliveredAt, Instant endedAt) {
    Span message =
        tracer
            .spanBuilder("message")
            .setNoParent()
            .setSpanKind(SpanKind.CONSUMER)
            .setStartTimestamp(delivery.receivedAt())
            .setAttribute("carryover.stream", stream(delivery.channel()))
            .setAttribute("carryover.fate", delivery.fate().name().toLowerCase(Locale.ROOT))
            .startSpan();
    Context within = Context.root().with(message);
    child("journal", within, delivery.receivedAt(), deliveredAt);
    message.end(endedAt);
    return within;
  }

  private static String stream(String channel) {
    return TopicName.parse(channel)
        .filter(TopicName.Up.class::isInstance)
        .flatMap(topic -> ((TopicName.Up) topic).stream())
        .map(StreamName::code)
        .orElse("other");
  }

  private void child(String name, Context within, Instant fromAt, Instant toAt) {
    tracer.spanBuilder(name).setParent(within).setStartTimestamp(fromAt).startSpan().end(toAt);
  }

  /** An alert change is published; to be run when the broker has it. */
  public Runnable publishing(StoredAlertChange change) {
    Instant from = clock.instant();
    return () -> told(change.id(), null, new Published(change, from, clock.instant()));
  }

  private void told(long change, @Nullable Context within, @Nullable Published published) {
    Way way;
    synchronized (alerts) {
      way = alerts.computeIfAbsent(change, first -> new Way());
      if (within != null) {
        way.within = within;
      }
      if (published != null) {
        way.published = published;
      }
      if (way.within == null || way.published == null) {
        return;
      }
      alerts.remove(change);
    }
    complete(way);
  }

  private void complete(Way way) {
    Context within = way.within;
    Published published = way.published;
    if (within == null || published == null) {
      return;
    }
    tracer
        .spanBuilder("alert out")
        .setParent(within)
        .setSpanKind(SpanKind.PRODUCER)
        .setAttribute("carryover.change", published.change().change().code())
        .setStartTimestamp(published.fromAt())
        .startSpan()
        .end(published.toAt());
  }

  /** Lets go of what is half told. */
  void close() {
    synchronized (halves) {
      halves.clear();
    }
    synchronized (alerts) {
      alerts.clear();
    }
  }

  @Override
  public void alertsChanged(List<StoredAlertChange> changes) {
    List<Heard> heard = changed.computeIfAbsent(Thread.currentThread(), first -> new ArrayList<>());
    if (heard.size() > MOST) {
      heard.clear();
    }
    Instant now = clock.instant();
    changes.forEach(change -> heard.add(new Heard(change, now)));
  }

  @Override
  public void assessed(List<Assessment> assessments) {}

  @Override
  public void progressed(List<SessionProgress> progress) {}
}
