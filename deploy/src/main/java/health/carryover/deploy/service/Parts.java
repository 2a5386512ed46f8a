package health.carryover.deploy.service;

import health.carryover.deploy.log.LogCode;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has started, so that it can be stopped in reverse. A part that fails to stop does not keep
 * the others from stopping. Confined to one thread.
 */
final class Parts {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private final Deque<Part> started = new ArrayDeque<>();

  /** Remembers how to stop what has just started. */
  void add(String name, AutoCloseable stop) {
    started.push(new Part(name, stop));
  }

  /** Stops everything, the newest first; nothing is left afterwards. */
  void stop() {
    while (!started.isEmpty()) {
      Part part = started.pop();
      try {
        part.stop().close();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        LOG.warn(LogCode.STOP_INCOMPLETE.line("{} was cut short"), part.name());
      } catch (Exception failed) {
        LOG.warn(LogCode.STOP_INCOMPLETE.line("{} did not stop well"), part.name(), failed);
      }
    }
  }

  private record Part(String name, AutoCloseable stop) {}
}
