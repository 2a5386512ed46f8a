package health.carryover.dashboard.access;

import health.carryover.analysis.port.AccessLog;
import health.carryover.analysis.port.AccessLog.Access;
import health.carryover.analysis.port.AccessLog.Outcome;
import health.carryover.dashboard.http.Actor;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.BlockingCalls;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the access log before anything is shown or done: what cannot be noted does not happen.
 * Whatever waits is written together, so that many who look at once cost one write; looking at the
 * same again within {@link #ONE_LOOK} is one look. At most {@value #MOST_WAITING} wait, further
 * ones fail with 503. Confined to the event loop.
 */
public final class AccessNotes {
  private static final Duration ONE_LOOK = Duration.ofMinutes(1);
  private static final int MOST_WAITING = 2_000;
  private static final int MOST_LOOKS = 10_000;

  private final AccessLog log;
  private final BlockingCalls blocking;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Map<Look, Instant> looks = new LinkedHashMap<>();
  private boolean writing;

  public AccessNotes(AccessLog log, BlockingCalls blocking) {
    this.log = log;
    this.blocking = blocking;
  }

  private record Waiting(Access access, Promise<Long> written) {}

  private record Look(
      String session,
      String action,
      @Nullable String patient,
      @Nullable String subject,
      Outcome outcome) {}

  /** Notes {@code access}: its place, once that is durable. */
  public Future<Long> write(Access access) {
    if (waiting.size() >= MOST_WAITING) {
      return Future.failedFuture(
          new ApiFailure(503, "service.busy", "Too much at once; try again shortly.", List.of()));
    }
    Promise<Long> written = Promise.promise();
    waiting.add(new Waiting(access, written));
    writeWaiting();
    return written.future();
  }

  /** Notes that somebody looks, unless that was noted just now. */
  Future<Void> look(Access access) {
    Look look =
        new Look(
            access.session(),
            access.action(),
            access.patient(),
            access.subject(),
            access.outcome());
    Instant last = looks.get(look);
    if (last != null && access.at().isBefore(last.plus(ONE_LOOK))) {
      return Future.succeededFuture();
    }
    return write(access).onSuccess(place -> remember(look, access.at())).mapEmpty();
  }

  /** What is older than one look is of no use and let go. */
  private void remember(Look look, Instant at) {
    looks.remove(look);
    looks.put(look, at);
    Iterator<Instant> eldest = looks.values().iterator();
    while (eldest.hasNext()) {
      boolean counts = at.isBefore(eldest.next().plus(ONE_LOOK));
      if (counts && looks.size() <= MOST_LOOKS) {
        break;
      }
      eldest.remove();
    }
  }

  /** Notes that what stands at {@code place} was not done. */
  void failed(long place) {
    // If that cannot be written the entry says too much: that it was done.
    blocking.run(
        () -> {
          log.failed(place);
          return place;
        });
  }

  private void writeWaiting() {
    if (writing || waiting.isEmpty()) {
      return;
    }
    writing = true;
    List<Waiting> taken = new ArrayList<>(waiting);
    waiting.clear();
    blocking
        .run(() -> log.append(taken.stream().map(Waiting::access).toList()))
        .onComplete(
            done -> {
              writing = false;
              for (int i = 0; i < taken.size(); i++) {
                if (done.succeeded()) {
                  taken.get(i).written().complete(done.result().get(i));
                } else {
                  taken.get(i).written().fail(done.cause());
                }
              }
              writeWaiting();
            });
  }

  /** An entry about what {@code outcome} says. */
  public static Access entry(
      Instant at,
      Actor actor,
      String action,
      @Nullable String patient,
      @Nullable String subject,
      Outcome outcome) {
    return new Access(
        at.truncatedTo(ChronoUnit.MILLIS),
        actor.clinic(),
        actor.id(),
        actor.name(),
        actor.session(),
        action,
        patient,
        subject,
        outcome);
  }
}
