package health.carryover.ingest.mqtt;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection up: opens it, serves it to its end, drops it, waits, opens the next. The
 * waits grow while connections do not last longer than the wait before them, so that two clients
 * with one id do not throw each other out in a tight loop. One daemon thread of its own; {@link
 * #start} and {@link #stop} may be called once each, from any thread.
 *
 * <p>The client library does not notice when one of its own threads dies of what it cannot handle:
 * the connection looks sound, and nothing comes any more. Its threads are in the keeper's group,
 * since the keeper's thread makes it connect, and so the keeper hears of it and ends the
 * connection.
 */
final class ConnectionKeeper {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionKeeper.class);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  /** Opens and serves connections, on the keeper's thread. */
  interface Service {
    PahoConnection open() throws MqttUnavailableException;

    /** Returns when the connection has ended, and why. */
    EndReason serve(PahoConnection connection) throws InterruptedException;
  }

  private final MqttRole role;
  private final Backoff backoff;
  private final Service service;
  private final MqttStateListener listener;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Threads threads;
  private final Thread thread;
  private boolean failing;
  private volatile @Nullable PahoConnection serving;
  private volatile boolean threadDied;
  private volatile MqttState state = MqttState.STOPPED;
  private volatile @Nullable MqttMetrics metrics;

  ConnectionKeeper(MqttRole role, Backoff backoff, Service service, MqttStateListener listener) {
    this.role = role;
    this.backoff = backoff;
    this.service = service;
    this.listener = listener;
    this.threads = new Threads("carryover-mqtt-" + role.tag(), this::threadDied);
    this.thread = new Thread(threads, this::run, threads.getName());
    this.thread.setDaemon(true);
  }

  void start(MqttMetrics countedBy) {
    metrics = countedBy;
    thread.start();
  }

  MqttState state() {
    return state;
  }

  boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /** Ends the thread and waits for it, at most 5 s. Idempotent. */
  void stop() {
    stopping.countDown();
    thread.interrupt();
    if (thread == Thread.currentThread()) {
      return;
    }
    try {
      thread.join(STOP_PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void connected() {
    become(MqttState.CONNECTED);
  }

  private void run() {
    int failures = 0;
    try {
      while (!isStopping()) {
        become(MqttState.CONNECTING);
        long startedAtNanos = System.nanoTime();
        Duration waited = failures == 0 ? backoff.first() : backoff.after(failures, random);
        boolean lasted = serveOne() && System.nanoTime() - startedAtNanos > 2 * waited.toNanos();
        failures = lasted ? 1 : failures + 1;
        stopping.await(backoff.after(failures, random).toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      // Only stop() interrupts this thread.
      stopping.countDown();
    } finally {
      become(MqttState.STOPPED);
      threads.forgetKeeper();
    }
  }

  /** True if a connection came about. */
  private boolean serveOne() throws InterruptedException {
    PahoConnection connection;
    threadDied = false;
    try {
      connection = service.open();
    } catch (MqttUnavailableException e) {
      count(m -> m.failed.increment());
      if (!isStopping() && !failing) {
        LOG.warn("MQTT {}: {}; trying on", role.tag(), e.getMessage());
      }
      failing = true;
      return false;
    }
    failing = false;
    LOG.info("MQTT {}: connected", role.tag());
    count(m -> m.established.increment());
    EndReason reason = EndReason.STOPPED;
    serving = connection;
    if (threadDied) {
      // It did not live to see the connection complete.
      connection.end(EndReason.FAULTY);
    }
    try {
      reason = service.serve(connection);
    } catch (RuntimeException e) {
      LOG.error("MQTT {}: the connection is dropped after a fault", role.tag(), e);
      reason = EndReason.FAULTY;
    } finally {
      serving = null;
      // Before it is dropped, which may take the library seconds: nothing comes any more.
      become(reason == EndReason.STOPPED ? MqttState.STOPPED : MqttState.CONNECTING);
      connection.drop(reason);
      EndReason counted = reason;
      count(m -> m.ended(counted));
    }
    if (reason == EndReason.STOPPED) {
      LOG.info("MQTT {}: disconnected", role.tag());
    } else {
      LOG.warn("MQTT {}: connection ended ({})", role.tag(), reason.tag());
    }
    return true;
  }

  private void count(Consumer<MqttMetrics> event) {
    MqttMetrics known = metrics;
    if (known != null) {
      event.accept(known);
    }
  }

  private void become(MqttState next) {
    if (state == next) {
      return;
    }
    state = next;
    try {
      listener.stateChanged(next);
    } catch (RuntimeException e) {
      LOG.error("MQTT {}: a state listener failed", role.tag(), e);
    }
  }

  private void threadDied() {
    threadDied = true;
    PahoConnection connection = serving;
    if (connection != null) {
      connection.end(EndReason.FAULTY);
    }
  }

  /**
   * The keeper's thread and all that the library starts for it. Java 17 keeps a group as long as
   * the process lives; it must not keep the keeper, and with it the whole service, as long.
   */
  private static final class Threads extends ThreadGroup {
    private volatile @Nullable Runnable keeper;

    Threads(String name, Runnable keeper) {
      super(name);
      this.keeper = keeper;
    }

    void forgetKeeper() {
      keeper = null;
    }

    /** Without the message: it may quote what came in. */
    @Override
    public void uncaughtException(Thread died, Throwable of) {
      LOG.error("{}: a thread died of {}", getName(), of.getClass().getSimpleName());
      Runnable told = keeper;
      if (told != null) {
        told.run();
      }
    }
  }
}
