package health.carryover.deploy.broker;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;

/**
 * Messages that wait at the broker for one client, those under way to it included; none while it
 * has no session. Any thread.
 */
public final class WaitingMessages {
  private final ActiveMQServer server;
  private final List<SimpleString> queues;

  WaitingMessages(ActiveMQServer server, List<SimpleString> queues) {
    this.server = server;
    this.queues = List.copyOf(queues);
  }

  /** How many. */
  public int count() {
    long waiting = found().mapToLong(Queue::getMessageCount).sum();
    return (int) Math.min(Integer.MAX_VALUE, waiting);
  }

  /** How many the client has taken since the broker's start. */
  public long taken() {
    return found().mapToLong(Queue::getMessagesAcknowledged).sum();
  }

  /** How many bytes they have. */
  public long bytes() {
    return found().mapToLong(Queue::getPersistentSize).sum();
  }

  private Stream<Queue> found() {
    return queues.stream().map(server::locateQueue).filter(Objects::nonNull);
  }
}
