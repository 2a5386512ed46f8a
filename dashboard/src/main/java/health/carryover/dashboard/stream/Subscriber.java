package health.carryover.dashboard.stream;

import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.dashboard.access.PatientClinics;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.stream.AlertTail.Placed;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One open stream. Sends the alert changes after its cursor, each once and in order, from the tail
 * or, further back, from the records, and only as fast as the other side reads. Unnumbered events
 * wait meanwhile, the newest of each subject; when too many wait, or the other side reads nothing
 * for too long, the stream ends and the browser comes back with the last id it saw. Confined to the
 * event loop.
 */
final class Subscriber {
  private static final int PAGE = 100;
  private static final int MOST_WAITING = 4000;
  private static final int WRITE_QUEUE_BYTES = 64 * 1024;

  private final HttpServerResponse response;
  private final AlertTail tail;
  private final OutcomeRecords records;
  private final BlockingCalls blocking;
  private final BooleanSupplier stillAdmitted;
  private final String clinic;
  private final PatientClinics clinics;
  private final Map<String, Buffer> waiting = new LinkedHashMap<>();
  private long cursor;
  private boolean reading;
  private boolean over;
  private @Nullable Instant fullSince;

  Subscriber(
      HttpServerResponse response,
      AlertTail tail,
      OutcomeRecords records,
      BlockingCalls blocking,
      BooleanSupplier stillAdmitted,
      String clinic,
      PatientClinics clinics,
      long cursor) {
    this.response = response;
    this.tail = tail;
    this.records = records;
    this.blocking = blocking;
    this.stillAdmitted = stillAdmitted;
    this.clinic = clinic;
    this.clinics = clinics;
    this.cursor = cursor;
    response.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
  }

  /** The clinic whose patients it shows. */
  String clinic() {
    return clinic;
  }

  /** Sends what can be sent now. */
  void pump() {
    while (!over && !reading && !response.writeQueueFull()) {
      if (!tail.reachesBackTo(cursor)) {
        readFurtherBack();
      } else if (!sendFromTail()) {
        break;
      }
    }
    sendWaiting();
    if (!over && response.writeQueueFull()) {
      response.drainHandler(drained -> pump());
    }
  }

  /** Sends an event without a place, or keeps it in place of an older one of the same subject. */
  void offer(String subject, Buffer frame) {
    if (over) {
      return;
    }
    waiting.remove(subject);
    waiting.put(subject, frame);
    if (waiting.size() > MOST_WAITING) {
      end();
    } else {
      sendWaiting();
    }
  }

  /**
   * Shows a sign of life.
   *
   * @return whether the stream goes on
   */
  boolean beat(Instant now, Duration patience) {
    if (!response.writeQueueFull()) {
      fullSince = null;
      if (!over && stillAdmitted.getAsBoolean()) {
        response.write(Frame.heartbeat());
        pump();
        return true;
      }
    } else if (fullSince == null) {
      fullSince = now;
      return !over;
    } else if (now.isBefore(fullSince.plus(patience))) {
      return !over;
    }
    end();
    return false;
  }

  /** Ends the stream from here. */
  void end() {
    if (!over) {
      over = true;
      waiting.clear();
      // A reader that stands still would never see a polite end.
      if (response.writeQueueFull()) {
        response.reset();
      } else {
        response.end();
      }
    }
  }

  /** Notes that the other side is gone. */
  void gone() {
    over = true;
    waiting.clear();
  }

  private boolean sendFromTail() {
    Iterator<AlertTail.Printed> next = tail.after(cursor);
    boolean sent = false;
    while (next.hasNext() && !response.writeQueueFull()) {
      AlertTail.Printed change = next.next();
      if (change.clinic().equals(clinic)) {
        response.write(change.frame());
      }
      cursor = change.id();
      sent = true;
    }
    return sent;
  }

  private void readFurtherBack() {
    reading = true;
    long after = cursor;
    blocking
        .run(() -> AlertTail.placed(records.alertChangesAfter(after, PAGE), clinics))
        .onSuccess(this::sendPage)
        .onFailure(failed -> end());
  }

  private void sendPage(List<Placed> page) {
    reading = false;
    if (over) {
      return;
    }
    for (Placed placed : page) {
      if (placed.clinic().equals(clinic)) {
        response.write(Frame.alert(placed.change()));
      }
      cursor = placed.change().id();
    }
    if (page.isEmpty()) {
      // The records hold nothing after the cursor, so neither did the tail when it began.
      cursor = Math.max(cursor, tail.position());
    }
    pump();
  }

  private void sendWaiting() {
    Iterator<Buffer> frames = waiting.values().iterator();
    while (!over && frames.hasNext() && !response.writeQueueFull()) {
      response.write(frames.next());
      frames.remove();
    }
  }
}
