package health.carryover.deploy.broker;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lets devices that upload what they held back go no faster than the reader of their messages: all
 * devices share one queue, and what is live would stand behind the uploads of the others. While
 * there is no room in the line to the reader, a connection that sent more than its share is not
 * read; its device keeps what it has, which it can. Others are never held up.
 *
 * <p>A connection's share is a burst and a steady rate far above that of a live session. As soon as
 * there is room again, so many paused ones are read as will fill it, those that sent least of late
 * first; each is read after some seconds at the latest, so that keep-alive still works. One thread
 * of its own; {@link Share}s are told on those of the connections.
 */
final class UploadPacing implements AutoCloseable {
  private static final double BURST = 2;
  private static final double A_SECOND = 2;

  /** A large message counts as several, so that few of them wait in memory. */
  private static final double LARGE_BYTES = 16_384;

  private static final long LOOK_MILLIS = 1;
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** What was sent counts half after so long. */
  private static final double HALF_LIFE_NANOS = 10e9;

  /** What counts of a burst and the steady rate after it. */
  private static final double SHARE = BURST + A_SECOND * HALF_LIFE_NANOS / 1e9 / Math.log(2);

  /** How much the newest reading of a paused connection says about the next. */
  private static final double NEWEST_WEIGHT = 0.1;

  private final Set<String> never;
  private final UploadRoom room;
  private final LiveSenders live = new LiveSenders();
  private final AtomicInteger places = new AtomicInteger();

  /** Messages that came and are not stored and in the line yet. */
  private final AtomicInteger unanswered = new AtomicInteger();

  private final Map<Share, Paused> paused = new HashMap<>();
  private final PriorityQueue<Paused> inTurn =
      new PriorityQueue<>(Comparator.comparingDouble(Paused::recent));
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "upload-pacing");
  private double sentWhenRead = 1;

  /**
   * @param never client ids that are always read
   */
  UploadPacing(Set<String> never, UploadRoom room) {
    this.never = Set.copyOf(never);
    this.room = room;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** How many connections are not read now. */
  int paused() {
    synchronized (paused) {
      return paused.size();
    }
  }

  /**
   * A connection that begins.
   *
   * @return its share, or null if it is never held up
   */
  @Nullable Share join(Channel connection, @Nullable String clientId) {
    return clientId != null && never.contains(clientId) ? null : new Share(connection);
  }

  private void pause(Share share) {
    synchronized (paused) {
      if (paused.containsKey(share)) {
        return;
      }
      sentWhenRead += (share.sinceRead() - sentWhenRead) * NEWEST_WEIGHT;
      Paused pause = new Paused(share, share.recent(), System.nanoTime());
      paused.put(share, pause);
      inTurn.add(pause);
      // Within the lock, or it could come after the reading that ends this pause.
      share.connection.config().setAutoRead(false);
    }
  }

  private void run() {
    try {
      while (!closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        int free = room.places(live.any(System.nanoTime())) - unanswered.get();
        places.set(free);
        readAgain(free);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    readAgain(Integer.MAX_VALUE);
  }

  private void readAgain(int free) {
    synchronized (paused) {
      if (paused.isEmpty()) {
        return;
      }
      List<Paused> next = new ArrayList<>();
      for (double left = free; left > 0 && !inTurn.isEmpty(); left -= sentWhenRead) {
        next.add(inTurn.remove());
      }
      long longAgo = System.nanoTime() - LONGEST_PAUSE_NANOS;
      inTurn.stream().filter(pause -> pause.sinceNanos() - longAgo < 0).forEach(next::add);
      inTurn.removeAll(next);
      for (Paused pause : next) {
        paused.remove(pause.share());
        pause.share().readAgain();
      }
    }
  }

  /** Every connection is read again. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Paused(Share share, double recent, long sinceNanos) {}

  /** What one connection may send: a token bucket, and how much it sent of late. Any thread. */
  final class Share {
    private final Channel connection;
    private final LiveSenders.Sender sender = live.connected(System.nanoTime());
    private final AtomicInteger open = new AtomicInteger();

    /** Whether some of what was held back is not answered yet. */
    private volatile boolean waits;

    private double left = BURST;
    private double recent;
    private int sinceRead;
    private long atNanos = System.nanoTime();

    private Share(Channel connection) {
      this.connection = connection;
    }

    /**
     * A message came.
     *
     * @param answered whether it will be answered
     * @return whether it is held back: it is more than the connection's share, or would overtake
     *     one that was
     */
    boolean came(int bytes, boolean answered) {
      boolean spent = spend(1 + bytes / LARGE_BYTES);
      if (answered) {
        open.incrementAndGet();
        unanswered.incrementAndGet();
        waits |= spent;
      }
      if (places.decrementAndGet() < 0 && spent) {
        pause(this);
      }
      return spent || waits;
    }

    /** So many messages were answered: they are stored. */
    void answered(int messages) {
      int before = open.getAndUpdate(n -> Math.max(0, n - messages));
      unanswered.addAndGet(-Math.min(before, messages));
      if (before <= messages) {
        waits = false;
      }
    }

    /** The connection is gone. */
    void gone() {
      unanswered.addAndGet(-open.getAndSet(0));
    }

    /** Takes some; whether there were too few. */
    private synchronized boolean spend(double cost) {
      long now = System.nanoTime();
      double passed = now - atNanos;
      atNanos = now;
      left = Math.min(BURST, left + passed / 1e9 * A_SECOND);
      recent = recent * Math.pow(2, -passed / HALF_LIFE_NANOS) + cost;
      sinceRead++;
      boolean spent = left < cost;
      if (!spent) {
        left -= cost;
      }
      if (recent > SHARE) {
        live.uploads(sender);
      } else if (!spent) {
        live.heard(sender, now);
      }
      return spent;
    }

    private synchronized double recent() {
      return recent;
    }

    private synchronized int sinceRead() {
      return sinceRead;
    }

    private void readAgain() {
      synchronized (this) {
        sinceRead = 0;
      }
      connection.config().setAutoRead(true);
    }
  }
}
