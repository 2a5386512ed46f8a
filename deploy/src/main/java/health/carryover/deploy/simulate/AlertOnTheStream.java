package health.carryover.deploy.simulate;

import health.carryover.deploy.simulate.Sending.Use;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A phone reports a red flag while somebody listens to the alert stream. Confined to one thread.
 */
final class AlertOnTheStream {
  private final Installation installation;
  private final SimulatedDevice phone;
  private final String patient;

  /**
   * @param phone of {@code patient}
   */
  AlertOnTheStream(Installation installation, SimulatedDevice phone, String patient) {
    this.installation = installation;
    this.phone = phone;
    this.patient = patient;
  }

  /** Waits for it, at most {@code patience}. */
  Check check(Instant now, Duration patience) throws IOException, InterruptedException {
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch heard = new CountDownLatch(1);
    AtomicReference<@Nullable String> failure = new AtomicReference<>();
    Thread ear = new Thread(() -> listen(open, heard, failure), "alert stream");
    ear.setDaemon(true);
    ear.start();
    open.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    long before = System.nanoTime();
    phone.send(
        List.of(
            new Sending(
                0,
                "safety",
                "{\"at\":\"%s\",\"redFlags\":[\"chest-pain\"]}".formatted(now),
                List.of(),
                Use.ACCEPTED)));
    boolean came = heard.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
    ear.interrupt();
    String broken = failure.get();
    return new Check(
        "alert-on-the-stream",
        "a red flag reaches who listens",
        came,
        came ? "after " + millis + " ms" : broken == null ? "nothing came" : broken);
  }

  private void listen(
      CountDownLatch open, CountDownLatch heard, AtomicReference<@Nullable String> failure) {
    try {
      installation.lines(
          "/api/v1/alerts/stream",
          line -> {
            open.countDown();
            boolean wanted = line.contains("red-flag") && line.contains('"' + patient + '"');
            if (wanted) {
              heard.countDown();
            }
            return !wanted;
          });
    } catch (IOException broken) {
      failure.set(broken.getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
