package health.carryover.ingest.quarantine;

import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.ingest.journal.Arrival;
import health.carryover.ingest.journal.Delivery;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An envelope at the door. */
final class ReplayArrival implements Arrival {
  private final String channel;
  private final byte[] payload;
  private final CompletableFuture<Delivery> delivered = new CompletableFuture<>();

  ReplayArrival(String channel, byte[] payload) {
    this.channel = channel;
    this.payload = payload;
  }

  /** Completes with what became of it. */
  CompletableFuture<Delivery> delivered() {
    return delivered;
  }

  @Override
  public String channel() {
    return channel;
  }

  @Override
  public @Nullable String contentType() {
    return null;
  }

  @Override
  public byte[] payload() {
    return payload;
  }

  @Override
  public void acknowledge() {}

  @Override
  public void delivered(Delivery delivery) {
    delivered.complete(delivery);
  }

  @Override
  public AfterFailure failed(StoreUnavailableException why) {
    delivered.completeExceptionally(why);
    return AfterFailure.GIVE_UP;
  }
}
