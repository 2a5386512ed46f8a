package health.carryover.deploy.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueuedLinesTest {
  private static final int CAPACITY = 2_000;

  private final LoggerContext context = new LoggerContext();
  private final CountDownLatch readAgain = new CountDownLatch(1);
  private final List<String> written = new CopyOnWriteArrayList<>();
  private final QueuedLines queue = new QueuedLines();
  private final Logger log = context.getLogger("health.carryover.test");

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void whoeverStopsReadingHoldsUpNobody() throws Exception {
    begin();
    int lines = CAPACITY * 2;
    for (int i = 0; i < lines; i++) {
      log.warn("line {}", i);
    }
    // One is with the reader at most.
    assertThat(queue.leftOut()).isBetween((long) lines - CAPACITY - 1, (long) lines - CAPACITY);
    readAgain.countDown();
    queue.drain(60_000);
    assertThat(written).hasSize(lines - (int) queue.leftOut()).startsWith("line 0", "line 1");
  }

  @Test
  void aStrangerCannotRepeatALineOfALibraryWithoutEnd() throws Exception {
    KnownNoise noise = new KnownNoise();
    noise.start();
    queue.addFilter(noise);
    readAgain.countDown();
    begin();
    Logger library = context.getLogger("org.library");
    for (int i = 0; i < 1_000; i++) {
      library.warn("AMQ212037: connection failure {}", i);
      library.warn("AMQ222216: security problem of {}", i);
      log.warn("own {}", i);
    }
    queue.drain(60_000);
    assertThat(written).filteredOn(line -> line.startsWith("own")).hasSize(1_000);
    // Ten a minute; the minute may change once or twice meanwhile.
    assertThat(written).filteredOn(line -> line.startsWith("AMQ212037")).hasSizeBetween(10, 100);
    assertThat(written).noneMatch(line -> line.startsWith("AMQ222216"));
  }

  private void begin() {
    AppenderBase<ILoggingEvent> output =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            try {
              readAgain.await();
            } catch (InterruptedException stopped) {
              Thread.currentThread().interrupt();
            }
            written.add(event.getFormattedMessage());
          }
        };
    output.setContext(context);
    output.start();
    context.setMDCAdapter(new LogbackMDCAdapter());
    queue.setContext(context);
    queue.addAppender(output);
    queue.start();
    log.setLevel(Level.INFO);
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(queue);
  }
}
