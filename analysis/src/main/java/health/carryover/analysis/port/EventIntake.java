package health.carryover.analysis.port;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The way in for events of Open Wearables that come by HTTP: the same way through the journal as
 * what comes by MQTT. Any thread, never waits.
 */
public interface EventIntake {

  /**
   * Journals an event as it came.
   *
   * @param id the sender's id of the event, or null
   * @param body its bytes; never changed by either side
   * @return completes when it is durable; fails with {@link StoreUnavailableException} if it cannot
   *     be
   */
  CompletionStage<Taken> openWearables(String clinic, @Nullable String id, byte[] body);

  /**
   * What became of an event that is durable.
   *
   * @param fate {@code accepted}, {@code duplicate} or {@code quarantined}
   * @param codes why it or parts of it cannot be used
   */
  record Taken(String fate, List<String> codes) {
    public Taken {
      codes = List.copyOf(codes);
    }
  }
}
