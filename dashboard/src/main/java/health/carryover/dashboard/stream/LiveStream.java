package health.carryover.dashboard.stream;

import health.carryover.analysis.document.OutcomeDocument;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.Outcome;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.dashboard.access.PatientClinics;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.BlockingCalls;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All open streams. Takes what is new a few times a second, reads alert changes from the records
 * and hands everything to each {@link Subscriber}. Confined to the event loop.
 */
public final class LiveStream {
  private static final int TAIL = 1000;
  private static final int READ = 500;
  private static final int MOST_STREAMS = 200;
  private static final int INBOX = 20_000;
  private static final long TICK_MILLIS = 200;

  /** Until a reader that takes nothing is let go. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final OutcomeRecords records;
  private final PatientClinics clinics;
  private final BlockingCalls blocking;
  private final InstantSource clock;
  private final LiveInbox inbox = new LiveInbox(INBOX, this::wake);
  private final RunningSessions sessions = new RunningSessions();
  private final Set<Subscriber> subscribers = new LinkedHashSet<>();
  private final AtomicInteger open = new AtomicInteger();
  private AlertTail tail = new AlertTail(TAIL, 0);
  private OutcomeFeed.@Nullable Registration registration;
  private volatile @Nullable Context loop;
  private boolean alertsChanged;
  private boolean reading;
  private boolean placing;

  /** Erased while a page was read that may still tell of them. */
  private final Set<String> erasedMeanwhile = new HashSet<>();

  public LiveStream(
      Vertx vertx,
      OutcomeRecords records,
      PatientClinics clinics,
      BlockingCalls blocking,
      InstantSource clock,
      MeterRegistry meters) {
    this.vertx = vertx;
    this.records = records;
    this.clinics = clinics;
    this.blocking = blocking;
    this.clock = clock;
    Gauge.builder("carryover.dashboard.streams", open, AtomicInteger::get)
        .description("Screens and programs that follow the event stream")
        .register(meters);
  }

  /** Begins to listen; {@code heartbeat} is how often streams show a sign of life. */
  public Future<Void> start(OutcomeFeed feed, Duration heartbeat) {
    return blocking
        .run(records::lastAlertChangeId)
        .map(
            last -> {
              tail = new AlertTail(TAIL, last);
              loop = vertx.getOrCreateContext();
              registration = feed.register(inbox);
              vertx.setPeriodic(TICK_MILLIS, timer -> tick());
              vertx.setPeriodic(heartbeat.toMillis(), timer -> beat());
              return null;
            });
  }

  /** Ends the streams of those who are not let in any more, without waiting for the next sign. */
  public void admitAnew() {
    beat();
  }

  /** Ends all streams and listens no more. */
  public void stop() {
    if (registration != null) {
      registration.close();
    }
    List.copyOf(subscribers).forEach(Subscriber::end);
    subscribers.clear();
  }

  /** The sessions that run now, as told live. */
  public RunningSessions sessions() {
    return sessions;
  }

  /** Tells the screens of {@code clinic} what was done about an alert of its own. */
  public void handled(String clinic, String alert, Map<String, @Nullable Object> handling) {
    broadcast(clinic, "handling " + alert, Frame.unnumbered("handling", handling));
  }

  /**
   * Opens a stream that goes on after the id the other side saw last, or from now on.
   *
   * @param stillAdmitted asked with every sign of life; false ends the stream
   */
  public void open(RoutingContext context, BooleanSupplier stillAdmitted) {
    OptionalLong seen = lastSeen(context.request());
    if (subscribers.size() >= MOST_STREAMS) {
      throw new ApiFailure(503, "streams.full", "Too many screens are open.", List.of());
    }
    String clinic = ApiRequest.actorOf(context).clinic();
    List<SessionProgress> running = sessions.running(clock.instant());
    blocking
        .run(
            () ->
                new Opening(
                    records.lastAlertChangeId(),
                    running.stream()
                        .filter(progress -> clinics.of(progress.patient()).equals(clinic))
                        .toList()))
        .onSuccess(read -> begin(context.response(), stillAdmitted, clinic, seen, read))
        .onFailure(context::fail);
  }

  /** What a stream begins with: the newest change of all, and the clinic's running sessions. */
  private record Opening(long newestChange, List<SessionProgress> running) {}

  private void begin(
      HttpServerResponse response,
      BooleanSupplier stillAdmitted,
      String clinic,
      OptionalLong seen,
      Opening read) {
    if (response.closed()) {
      return;
    }
    // An id from the future was given before the records were restored from a copy.
    boolean fromTheFuture = seen.isPresent() && seen.getAsLong() > read.newestChange();
    long cursor = seen.isPresent() && !fromTheFuture ? seen.getAsLong() : read.newestChange();
    Subscriber subscriber =
        new Subscriber(response, tail, records, blocking, stillAdmitted, clinic, clinics, cursor);
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("X-Accel-Buffering", "no");
    response.closeHandler(closed -> forget(subscriber));
    response.exceptionHandler(failed -> forget(subscriber));
    response.write(Frame.opening());
    subscribers.add(subscriber);
    open.set(subscribers.size());
    if (fromTheFuture) {
      subscriber.offer("refresh", refresh());
    }
    subscriber.pump();
    for (SessionProgress progress : read.running()) {
      subscriber.offer(subject(progress), frame(progress));
    }
  }

  private void forget(String patient) {
    sessions.forget(patient);
    clinics.forget(patient);
    tail.forget(patient);
    if (reading) {
      erasedMeanwhile.add(patient);
    }
  }

  private void forget(Subscriber subscriber) {
    subscriber.gone();
    subscribers.remove(subscriber);
    open.set(subscribers.size());
  }

  private static OptionalLong lastSeen(HttpServerRequest request) {
    String header = request.getHeader("Last-Event-ID");
    String text = header == null || header.isEmpty() ? request.getParam("lastEventId") : header;
    if (text == null || text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw ApiFailure.invalid("lastEventId", "must be the id of an event of this stream");
    }
    return OptionalLong.of(Long.parseLong(text));
  }

  /** Alerts do not wait for the next tick. Any thread. */
  private void wake() {
    Context context = loop;
    if (context != null) {
      context.runOnContext(called -> tick());
    }
  }

  private void tick() {
    if (!placing) {
      take(inbox.take());
    }
    readTail();
  }

  private void take(LiveInbox.Taken taken) {
    alertsChanged |= taken.alertsChanged();
    taken.erased().forEach(this::forget);
    for (Outcome outcome : taken.outcomes()) {
      if (outcome instanceof SessionProgress progress) {
        sessions.add(progress);
      }
    }
    if (!subscribers.isEmpty() && !taken.outcomes().isEmpty()) {
      place(taken.outcomes());
    }
    if (taken.missed() || !taken.erased().isEmpty()) {
      refreshAll();
    }
  }

  /**
   * Tells each clinic's screens of its own patients, after a look into the directory if need be.
   */
  private void place(List<Outcome> outcomes) {
    Map<String, String> clinicOf = new HashMap<>();
    List<String> unknown = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      String patient = outcome.accept(PATIENT);
      clinics
          .atOnce(patient)
          .ifPresentOrElse(clinic -> clinicOf.put(patient, clinic), () -> unknown.add(patient));
    }
    if (unknown.isEmpty()) {
      tell(outcomes, clinicOf);
      return;
    }
    // What comes meanwhile waits in the inbox, so that nothing overtakes.
    placing = true;
    blocking
        .run(
            () -> {
              unknown.forEach(patient -> clinicOf.put(patient, clinics.of(patient)));
              return clinicOf;
            })
        .onComplete(
            placed -> {
              placing = false;
              if (placed.succeeded()) {
                tell(outcomes, placed.result());
              } else {
                refreshAll();
              }
            });
  }

  private void tell(List<Outcome> outcomes, Map<String, String> clinicOf) {
    for (Outcome outcome : outcomes) {
      String clinic = Objects.requireNonNull(clinicOf.get(outcome.accept(PATIENT)));
      broadcast(clinic, subject(outcome), frame(outcome));
    }
  }

  private void refreshAll() {
    List.copyOf(subscribers).forEach(subscriber -> subscriber.offer("refresh", refresh()));
  }

  private void beat() {
    Instant now = clock.instant();
    // Nobody may have told of a change that another process stored.
    alertsChanged = true;
    readTail();
    for (Subscriber subscriber : List.copyOf(subscribers)) {
      if (!subscriber.beat(now, PATIENCE)) {
        subscribers.remove(subscriber);
      }
    }
    open.set(subscribers.size());
  }

  private void readTail() {
    if (!alertsChanged || reading) {
      return;
    }
    alertsChanged = false;
    reading = true;
    long after = tail.position();
    blocking
        .run(() -> AlertTail.placed(records.alertChangesAfter(after, READ), clinics))
        .onComplete(
            read -> {
              reading = false;
              // After a failure, or a full page, the next tick reads again.
              alertsChanged |= read.failed() || read.result().size() == READ;
              if (read.succeeded()) {
                tail.append(read.result());
                erasedMeanwhile.forEach(tail::forget);
                erasedMeanwhile.clear();
                List.copyOf(subscribers).forEach(Subscriber::pump);
              }
            });
  }

  private void broadcast(String clinic, String subject, Buffer frame) {
    for (Subscriber subscriber : List.copyOf(subscribers)) {
      if (subscriber.clinic().equals(clinic)) {
        subscriber.offer(subject, frame);
      }
    }
  }

  private static Buffer refresh() {
    return Frame.unnumbered("refresh", Map.of());
  }

  private static Buffer frame(Outcome outcome) {
    return Frame.unnumbered(outcome.accept(EVENT_NAME), OutcomeDocument.of(outcome));
  }

  private static String subject(Outcome outcome) {
    return outcome.accept(SUBJECT);
  }

  private static final Outcome.Visitor<String> EVENT_NAME =
      new Outcome.Visitor<>() {
        @Override
        public String assessment(Assessment assessment) {
          return "assessment";
        }

        @Override
        public String alert(AlertChange change) {
          return "alert";
        }

        @Override
        public String progress(SessionProgress progress) {
          return "progress";
        }
      };

  private static final Outcome.Visitor<String> PATIENT =
      new Outcome.Visitor<>() {
        @Override
        public String assessment(Assessment assessment) {
          return assessment.patient();
        }

        @Override
        public String alert(AlertChange change) {
          return change.patient();
        }

        @Override
        public String progress(SessionProgress progress) {
          return progress.patient();
        }
      };

  private static final Outcome.Visitor<String> SUBJECT =
      new Outcome.Visitor<>() {
        @Override
        public String assessment(Assessment a) {
          return "assessment " + a.patient() + " " + a.session();
        }

        @Override
        public String alert(AlertChange change) {
          return "alert " + change.alert();
        }

        @Override
        public String progress(SessionProgress p) {
          return "progress " + p.patient() + " " + p.session();
        }
      };
}
