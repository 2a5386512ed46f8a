package health.carryover.deploy.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.util.Iterator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes log lines on a thread of its own, so that whoever reads the output and stops reading holds
 * up nobody but that thread. What finds the queue full is left out and counted. Named in {@code
 * logback.xml}. Any thread.
 */
public final class QueuedLines extends UnsynchronizedAppenderBase<ILoggingEvent>
    implements AppenderAttachable<ILoggingEvent> {
  private static final int CAPACITY = 2_000;
  private static final long LOOK_MILLIS = 10;

  private final AppenderAttachableImpl<ILoggingEvent> outputs = new AppenderAttachableImpl<>();
  private final BlockingQueue<ILoggingEvent> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final Thread writer = new Thread(this::write, "log-lines");
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong leftOut = new AtomicLong();

  @Override
  public void start() {
    super.start();
    writer.setDaemon(true);
    writer.start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    event.prepareForDeferredProcessing();
    (queue.offer(event) ? taken : leftOut).incrementAndGet();
  }

  private void write() {
    try {
      while (true) {
        outputs.appendLoopOnAppenders(queue.take());
        written.incrementAndGet();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many lines were left out so far because nobody read those before them. */
  long leftOut() {
    return leftOut.get();
  }

  /** Waits until what was logged is written, or {@code millis} have passed. */
  void drain(long millis) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long last = taken.get();
    while (written.get() < last && System.nanoTime() < until) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  @Override
  public void stop() {
    writer.interrupt();
    super.stop();
    outputs.detachAndStopAllAppenders();
  }

  @Override
  public void addAppender(Appender<ILoggingEvent> output) {
    outputs.addAppender(output);
  }

  @Override
  public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
    return outputs.iteratorForAppenders();
  }

  @Override
  public @Nullable Appender<ILoggingEvent> getAppender(String name) {
    return outputs.getAppender(name);
  }

  @Override
  public boolean isAttached(Appender<ILoggingEvent> output) {
    return outputs.isAttached(output);
  }

  @Override
  public void detachAndStopAllAppenders() {
    outputs.detachAndStopAllAppenders();
  }

  @Override
  public boolean detachAppender(Appender<ILoggingEvent> output) {
    return outputs.detachAppender(output);
  }

  @Override
  public boolean detachAppender(String name) {
    return outputs.detachAppender(name);
  }
}
