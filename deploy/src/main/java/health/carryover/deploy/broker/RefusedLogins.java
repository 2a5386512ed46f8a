package health.carryover.deploy.broker;

import health.carryover.deploy.log.LogCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts clients that were turned away, and says so in the log at most once a minute, without their
 * names. Any thread.
 */
public final class RefusedLogins {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedLogins.class);
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Map<Reason, Counter> counters = new EnumMap<>(Reason.class);
  private long unsaid;
  private @Nullable Instant saidAt;

  /** Why a client was turned away: the closed set of values of the metric tag. */
  public enum Reason {
    /** Its name, its secret or its certificate is not right. */
    UNKNOWN,
    /** Too many wrong secrets before it; counted beside {@link #UNKNOWN}. */
    TOO_MANY,
    /** Nobody can be known while the records cannot be read. */
    RECORDS_AWAY
  }

  public RefusedLogins(InstantSource clock, MeterRegistry registry) {
    this.clock = clock;
    Arrays.stream(Reason.values())
        .forEach(
            reason ->
                counters.put(
                    reason,
                    Counter.builder("carryover.broker.logins.refused")
                        .description("Clients that were turned away")
                        .tag("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .register(registry)));
  }

  void count(Reason reason) {
    Counter counter = counters.get(reason);
    if (counter != null) {
      counter.increment();
    }
    long say;
    synchronized (this) {
      unsaid++;
      Instant now = clock.instant();
      if (saidAt != null && now.isBefore(saidAt.plus(QUIET))) {
        return;
      }
      saidAt = now;
      say = unsaid;
      unsaid = 0;
    }
    LOG.warn(LogCode.LOGIN_REFUSED.line("{} refused at the broker since this was last said"), say);
  }
}
