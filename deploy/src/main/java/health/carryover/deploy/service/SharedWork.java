package health.carryover.deploy.service;

import health.carryover.analysis.port.Erasures;
import health.carryover.analysis.port.PatientShares;
import health.carryover.analysis.port.PatientShares.Holding;
import health.carryover.analysis.port.PatientShares.Once;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.deploy.log.LogCode;
import health.carryover.ingest.mqtt.OutboundMessage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service does differently because others may share its database. Where it has the database
 * alone nothing is different. Any thread.
 */
final class SharedWork implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SharedWork.class);

  private final @Nullable PatientShares shares;
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean here;
  private volatile int held;
  private volatile int services = 1;

  SharedWork(Optional<PatientShares> shares) {
    this.shares = shares.orElse(null);
    this.here = shares.isEmpty();
    this.held = shares.isEmpty() ? PatientShares.COUNT : 0;
  }

  /**
   * Begins to count.
   *
   * @param behind how many entries of the journal this service has still to look at
   */
  void measure(MeterRegistry registry, LongSupplier behind) {
    Gauge.builder("carryover.shares.held", () -> held)
        .description("Of 64 shares of the patients those that this service has")
        .register(registry);
    Gauge.builder("carryover.shares.services", () -> services)
        .description("Services that share the database and live, this one among them")
        .register(registry);
    Gauge.builder("carryover.shares.behind", behind::getAsLong)
        .description("Journal entries of any service that a service which shares has still to read")
        .register(registry);
  }

  boolean isShared() {
    return shares != null;
  }

  /** The clock that all services follow; {@code own} where there is one. */
  InstantSource clock(InstantSource own) {
    return shares == null ? own : shares.clock();
  }

  /** Starts what only one service may do: now, or when it falls to this one. */
  synchronized void startOnce(Runnable start) {
    if (here) {
      start.run();
    } else {
      waiting.add(start);
    }
  }

  /** What this service has now. It loses what it does once only by beginning anew. */
  synchronized void tell(Holding holding) {
    if (holding.held().size() != held || holding.services() != services) {
      held = holding.held().size();
      services = holding.services();
      LOG.info(LogCode.SHARES_CHANGED.line("{} of 64 shares here, {} services"), held, services);
    }
    if (holding.once() == Once.HERE && !here) {
      here = true;
      waiting.forEach(Runnable::run);
      waiting.clear();
    }
  }

  /** Nothing is started any more. */
  @Override
  public synchronized void close() {
    waiting.clear();
    here = true;
  }

  /**
   * Hands messages on while this service is certain to be one still: one that slept must not tell
   * what others have told meanwhile.
   */
  Function<OutboundMessage, CompletionStage<Void>> whileCertain(
      Function<OutboundMessage, CompletionStage<Void>> publish) {
    PatientShares known = shares;
    return known == null
        ? publish
        : message -> known.isCertain() ? publish.apply(message) : refused();
  }

  private static CompletionStage<Void> refused() {
    return CompletableFuture.failedFuture(
        new StoreUnavailableException(
            "this service has not renewed its part of the work", new IllegalStateException()));
  }

  /** Whether no other service has the database too. */
  boolean isAlone() {
    return shares == null || shares.others() == 0;
  }

  /** Throws if it is not; once a person's erasure has begun nobody joins any more. */
  void requireAlone() {
    if (!isAlone()) {
      throw new StoreUnavailableException(
          "people are erased by one service alone: stop the others", new IllegalStateException());
    }
  }

  /** Erasures that are refused while other services remember people too. */
  Erasures alone(Erasures erasures) {
    return shares == null ? erasures : new Alone(erasures);
  }

  private final class Alone implements Erasures {
    private final Erasures erasures;

    Alone(Erasures erasures) {
      this.erasures = erasures;
    }

    @Override
    public Begun begin(String clinic, String patient, String person) {
      return isAlone() ? erasures.begin(clinic, patient, person) : new Begun.Busy();
    }

    @Override
    public Optional<Erasure> find(String id) {
      return erasures.find(id);
    }
  }
}
