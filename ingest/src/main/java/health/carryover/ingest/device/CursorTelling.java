package health.carryover.ingest.device;

import health.carryover.analysis.port.DeviceCursors.DeviceCursor;
import health.carryover.ingest.mqtt.OutboundMessage;
import health.carryover.ingest.mqtt.PublishRefusedException;
import health.carryover.ingest.topic.TopicName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hands cursors to the broker: one per device at a time, the newest only, not too often. Confined
 * to one thread; answers come in on any.
 */
final class CursorTelling {
  private static final String LEAF = "sync";

  private final CursorShelf shelf;
  private final SyncSettings settings;
  private final Function<OutboundMessage, CompletionStage<Void>> publish;
  private final SyncDocument document = new SyncDocument();
  private final Set<DeviceKey> waiting = new LinkedHashSet<>();
  private final BlockingQueue<Answer> answers;
  private final Counter told;
  private final Counter refused;
  private int underWay;

  private enum Outcome {
    TOLD,
    REFUSED,
    AGAIN
  }

  private record Answer(DeviceKey device, Outcome outcome) {}

  CursorTelling(
      CursorShelf shelf,
      SyncSettings settings,
      Function<OutboundMessage, CompletionStage<Void>> publish,
      MeterRegistry registry) {
    this.shelf = shelf;
    this.settings = settings;
    this.publish = publish;
    // One answer for each that is under way.
    this.answers = new ArrayBlockingQueue<>(settings.underWay());
    this.told = counter(registry, "told");
    this.refused = counter(registry, "refused");
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("carryover.sync.cursors")
        .description("Cursors handed to the broker")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** The device's cursor is to be told. */
  void add(DeviceKey device) {
    shelf.held(device).toBeTold();
    waiting.add(device);
  }

  /** Whether the broker has not answered yet. */
  boolean isUnderWay(DeviceKey device) {
    return shelf.isUnderWay(device);
  }

  /** Lets go of the device, which is not under way. */
  void forget(DeviceKey device) {
    waiting.remove(device);
    shelf.forget(device);
  }

  /** Tells what may be told now. */
  void round() {
    round(settings.pace(), settings.slowPace());
  }

  /** Hands over what is left, whatever the pace; who hands it on gives it time. */
  void finish() {
    round(Duration.ZERO, Duration.ZERO);
  }

  private void round(Duration pace, Duration slowPace) {
    takeAnswers();
    long now = System.nanoTime();
    Queue<DeviceKey> chosen = new ArrayDeque<>();
    for (DeviceKey device : new ArrayList<>(waiting)) {
      if (underWay + chosen.size() >= settings.underWay()) {
        break;
      }
      if (shelf.held(device).mayBeTold(now, pace, slowPace)) {
        chosen.add(device);
      }
    }
    for (DeviceKey device : chosen) {
      tell(device, now);
    }
  }

  private void tell(DeviceKey device, long now) {
    HeldCursor held = shelf.held(device);
    DeviceCursor cursor = held.cursor();
    waiting.remove(device);
    if (cursor == null) {
      return;
    }
    held.told(now);
    underWay++;
    String topic = new TopicName.Down(device.clinic(), device.device(), LEAF).text();
    publish
        .apply(OutboundMessage.of(topic, document.of(cursor)).retained())
        .whenComplete((done, failure) -> answers.add(new Answer(device, outcome(failure))));
  }

  private static Outcome outcome(@Nullable Throwable failure) {
    if (failure == null) {
      return Outcome.TOLD;
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof PublishRefusedException ? Outcome.REFUSED : Outcome.AGAIN;
  }

  private void takeAnswers() {
    for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
      underWay--;
      shelf.held(answer.device()).answered();
      switch (answer.outcome()) {
        case TOLD -> told.increment();
        case REFUSED -> refused.increment();
        case AGAIN -> add(answer.device());
      }
    }
  }
}
