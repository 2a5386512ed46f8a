package health.carryover.deploy.service;

import health.carryover.analysis.port.PersonTraces;
import health.carryover.analysis.port.PersonTraces.Device;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.analysis.port.TelemetryErasure;
import health.carryover.deploy.erasure.RunningParts;
import health.carryover.ingest.IngestService;
import health.carryover.ingest.device.DeviceDoor;
import health.carryover.ingest.device.EnrolmentDesk;
import health.carryover.ingest.device.SyncCursors;
import health.carryover.ingest.mqtt.OutboundMessage;
import health.carryover.ingest.topic.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What this service remembers of people, to be forgotten.
 *
 * @param requireAlone throws if another service remembers people too
 * @param disconnect ends a device's session at a broker of our own
 * @param inboundEmpty whether nothing is under way from devices to the journal
 * @param publish hands a message to the broker
 * @param shown forgets what screens and devices are shown of a patient
 * @param server a telemetry server, or null; between two copies to it
 */
record ServiceMemory(
    Runnable requireAlone,
    IngestService ingest,
    DeviceDoor door,
    EnrolmentDesk desk,
    SyncCursors cursors,
    Consumer<String> disconnect,
    BooleanSupplier inboundEmpty,
    Function<OutboundMessage, CompletionStage<Void>> publish,
    Consumer<String> shown,
    @Nullable TelemetryErasure server)
    implements RunningParts {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration DRAIN = Duration.ofSeconds(5);
  private static final long LOOK_MILLIS = 20;

  @Override
  public void cutOff(PersonTraces person) throws InterruptedException {
    requireAlone.run();
    ingest.enrolmentsChanged();
    desk.forget(person.patient());
    for (Device device : person.own()) {
      door.forget(device.id());
      disconnect.accept(device.id());
    }
    for (Device device : person.own()) {
      clear(new TopicName.Status(device.clinic(), device.id()).text());
    }
    // A courtesy: what is still under way comes as of an unknown device and is looked for again.
    long end = System.nanoTime() + DRAIN.toNanos();
    while (!inboundEmpty.getAsBoolean() && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  @Override
  public void settle(PersonTraces person) throws InterruptedException {
    ingest.forget(person, PATIENCE);
  }

  @Override
  public void forgetDevices(PersonTraces person) throws InterruptedException {
    for (Device device : person.own()) {
      await(cursors.forget(device.clinic(), device.id()), "sync cursors");
      for (String leaf : List.of("sync", "feedback")) {
        clear(new TopicName.Down(device.clinic(), device.id(), leaf).text());
      }
    }
  }

  @Override
  public void forgetShown(String patient) {
    shown.accept(patient);
  }

  @Override
  public long eraseReadings(String patient) {
    return server == null ? 0 : server.erase(patient);
  }

  @Override
  public long readingsLeft(String patient) {
    return server == null ? 0 : server.left(patient);
  }

  /** An empty message in place of what the broker keeps. */
  private void clear(String topic) throws InterruptedException {
    await(publish.apply(OutboundMessage.of(topic, new byte[0]).retained()), "the broker");
  }

  private static void await(CompletionStage<Void> stage, String whose) throws InterruptedException {
    try {
      stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException late) {
      throw new StoreUnavailableException(whose + " did not answer", late);
    }
  }
}
