package health.carryover.ingest.shard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait, taken in turns: one of each patient, then the next of each. Within a patient
 * the order is kept, so a backlog of thousands delays the single message of another patient by one
 * message at most for each patient that waits. Not thread-safe.
 */
final class FairQueue {
  private final Map<String, ArrayDeque<PatientMessage>> waiting = new HashMap<>();
  private final ArrayDeque<String> turns = new ArrayDeque<>();
  private int size;

  void add(PatientMessage message) {
    ArrayDeque<PatientMessage> own = waiting.get(message.patient());
    if (own == null) {
      own = new ArrayDeque<>();
      waiting.put(message.patient(), own);
      turns.addLast(message.patient());
    }
    own.addLast(message);
    size++;
  }

  /** The next messages in turn, at most {@code limit}. */
  List<PatientMessage> take(int limit) {
    List<PatientMessage> taken = new ArrayList<>(Math.min(limit, size));
    while (taken.size() < limit && size > 0) {
      String patient = turns.removeFirst();
      ArrayDeque<PatientMessage> own = Objects.requireNonNull(waiting.get(patient));
      taken.add(own.removeFirst());
      size--;
      if (own.isEmpty()) {
        waiting.remove(patient);
      } else {
        turns.addLast(patient);
      }
    }
    return taken;
  }

  boolean isWaiting(String patient) {
    return waiting.containsKey(patient);
  }

  /** The patient's next message, or null. */
  @Nullable PatientMessage peek(String patient) {
    ArrayDeque<PatientMessage> own = waiting.get(patient);
    return own == null ? null : own.peekFirst();
  }

  int size() {
    return size;
  }
}
