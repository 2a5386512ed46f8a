package health.carryover.ingest.quarantine;

import health.carryover.analysis.event.Rejection;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.Journal.Appended;
import health.carryover.analysis.port.Quarantine;
import health.carryover.analysis.port.Quarantine.Item;
import health.carryover.analysis.port.Quarantine.Query;
import health.carryover.analysis.port.Quarantine.State;
import health.carryover.analysis.port.Quarantine.Step;
import health.carryover.analysis.port.QuarantineDesk;
import health.carryover.analysis.port.Repair;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.ingest.codec.CodecSettings;
import health.carryover.ingest.codec.MessageCodec;
import health.carryover.ingest.codec.RepairForm;
import health.carryover.ingest.journal.Delivery;
import health.carryover.ingest.journal.JournalWriter;
import health.carryover.ingest.quarantine.Replayer.Attempt;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Repairs and replays what the journal holds in quarantine.
 *
 * <p>What became of an element is noted after its copy is durable. Between the two a crash leaves
 * it open; the next replay finds the copy by its identity and notes it then.
 */
public final class RepairDesk implements QuarantineDesk {
  private static final int PAGE = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Quarantine quarantine;
  private final Supplier<Proposals> proposals;
  private final JournalWriter writer;
  private final Replayer replayer;
  private final InstantSource clock;
  private final RepairForm form = new RepairForm();

  public RepairDesk(
      Journal journal,
      Quarantine quarantine,
      MessageCodec codec,
      CodecSettings settings,
      JournalWriter writer,
      InstantSource clock) {
    this.proposals = () -> new Proposals(journal, quarantine, codec, settings);
    this.quarantine = quarantine;
    this.writer = writer;
    this.replayer = new Replayer(journal, codec);
    this.clock = clock;
  }

  @Override
  public int repair(Query which, Repair repair, String person) {
    String text = form.text(repair);
    return step(which, item -> step(item, person, State.REPAIRED, text, null));
  }

  @Override
  public Map<Item, Repair> proposals(List<Item> items) {
    return proposals.get().of(items);
  }

  @Override
  public Replayed accept(Query which, String person) {
    Tally tally = new Tally();
    for (String code : Proposals.CODES) {
      if (which.code() == null || which.code().equals(code)) {
        Query open = new Query(code, which.device(), State.OPEN, which.sequence());
        Proposals guessed = proposals.get();
        Map<Item, Repair> noted = new HashMap<>();
        step(open, item -> proposed(item, guessed, person, noted));
        if (!noted.isEmpty()) {
          tally.add(
              replay(new Query(code, which.device(), State.REPAIRED, which.sequence()), person));
        }
      }
    }
    return new Replayed(tally.replayed, tally.unchanged, tally.reasons);
  }

  private @Nullable Step proposed(
      Item item, Proposals guessed, String person, Map<Item, Repair> noted) {
    Repair repair = guessed.of(List.of(item)).get(item);
    if (repair == null) {
      return null;
    }
    noted.put(item, repair);
    return step(item, person, State.REPAIRED, form.text(repair), null);
  }

  @Override
  public int dismiss(Query which, String person) {
    return step(which, item -> step(item, person, State.DISMISSED, null, null));
  }

  private int step(Query which, Function<Item, @Nullable Step> step) {
    int taken = 0;
    long after = 0;
    List<Long> page = quarantine.messages(which, after, PAGE);
    while (!page.isEmpty()) {
      List<Step> steps = new ArrayList<>();
      for (long sequence : page) {
        for (Item item : open(which, sequence)) {
          Step next = step.apply(item);
          if (next != null) {
            steps.add(next);
          }
        }
        after = sequence;
      }
      taken += quarantine.take(steps).size();
      page = quarantine.messages(which, after, PAGE);
    }
    return taken;
  }

  private List<Item> open(Query which, long sequence) {
    return quarantine.ofMessage(sequence).stream()
        .filter(which::asksFor)
        .filter(item -> !item.state().settled())
        .toList();
  }

  private Step step(
      Item item, String person, State state, @Nullable String repair, @Nullable Long as) {
    return new Step(item.sequence(), item.place(), clock.instant(), person, state, repair, as);
  }

  @Override
  public Replayed replay(Query which, String person) {
    Tally tally = new Tally();
    long after = 0;
    List<Long> page = quarantine.messages(which, after, PAGE);
    while (!page.isEmpty()) {
      List<Sent> sent = new ArrayList<>();
      for (long sequence : page) {
        after = sequence;
        send(sequence, open(which, sequence), sent, tally);
      }
      List<Step> steps = new ArrayList<>();
      for (Sent one : sent) {
        settle(one, person, steps, tally);
      }
      quarantine.take(steps);
      page = quarantine.messages(which, after, PAGE);
    }
    return new Replayed(tally.replayed, tally.unchanged, tally.reasons);
  }

  private void send(long sequence, List<Item> items, List<Sent> sent, Tally tally) {
    // A conflict was taken under its identity before: there is nothing to repair it with.
    boolean conflict =
        quarantine.ofMessage(sequence).stream()
            .anyMatch(item -> item.code().equals(Rejection.IDENTITY_CONFLICT.code()));
    if (items.isEmpty() || conflict) {
      items.forEach(item -> tally.unchanged(item.code(), 1));
      return;
    }
    List<Attempt> attempts = replayer.attempts(sequence, items, clock.instant());
    if (attempts.isEmpty()) {
      items.forEach(item -> tally.unchanged(item.code(), 1));
    }
    for (Attempt attempt : attempts) {
      attempt
          .obstacle()
          .ifPresentOrElse(
              code -> tally.unchanged(code, attempt.items().size()),
              () -> sent.add(offer(attempt)));
    }
  }

  private record Sent(Attempt attempt, CompletableFuture<Delivery> delivered) {}

  private Sent offer(Attempt attempt) {
    ReplayArrival arrival = new ReplayArrival(attempt.channel(), attempt.payload());
    try {
      if (!writer.offer(arrival, PATIENCE)) {
        throw new StoreUnavailableException(
            "the intake is full or closed", new IllegalStateException());
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    return new Sent(attempt, arrival.delivered());
  }

  private void settle(Sent sent, String person, List<Step> steps, Tally tally) {
    Delivery delivery = await(sent.delivered());
    List<Item> items = sent.attempt().items();
    if (delivery.result() instanceof Appended.Conflict) {
      tally.unchanged(Rejection.IDENTITY_CONFLICT.code(), items.size());
      return;
    }
    List<Rejection> still = delivery.decoded().rejections();
    long as =
        delivery.result() instanceof Appended.Stored stored
            ? stored.sequence()
            : ((Appended.Duplicate) delivery.result()).sequence();
    for (Item item : items) {
      still.stream()
          .filter(why -> why.ofWholeMessage() || why.element() == item.element())
          .findFirst()
          .ifPresentOrElse(
              why -> tally.unchanged(why.code(), 1),
              () -> {
                steps.add(step(item, person, State.REPLAYED, null, as));
                tally.replayed++;
              });
    }
  }

  private static Delivery await(CompletableFuture<Delivery> delivered) {
    try {
      return delivered.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StoreUnavailableException why
          ? why
          : new StoreUnavailableException("the journal failed", e);
    } catch (TimeoutException e) {
      throw new StoreUnavailableException("the journal did not answer in time", e);
    }
  }

  private static StoreUnavailableException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StoreUnavailableException("interrupted", e);
  }

  private static final class Tally {
    private final Map<String, Integer> reasons = new TreeMap<>();
    private int replayed;
    private int unchanged;

    void unchanged(String code, int elements) {
      unchanged += elements;
      reasons.merge(code, elements, Integer::sum);
    }

    void add(Replayed more) {
      replayed += more.replayed();
      more.reasons().forEach(this::unchanged);
    }
  }
}
