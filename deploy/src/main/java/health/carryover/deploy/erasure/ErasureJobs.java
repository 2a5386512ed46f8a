package health.carryover.deploy.erasure;

import health.carryover.analysis.port.Erasures;
import health.carryover.analysis.port.PatientDirectory;
import health.carryover.analysis.port.PersonErasure;
import health.carryover.analysis.port.PersonErasure.Note;
import health.carryover.analysis.port.PersonErasure.Unfinished;
import health.carryover.analysis.port.PersonTraces;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.deploy.log.LogCode;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases people on a thread of its own, one after the other. What broke off, and what a restored
 * copy does not know of, is done when the service starts.
 */
public final class ErasureJobs implements Erasures, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ErasureJobs.class);
  private static final int REMEMBERED = 100;
  private static final Duration LEAVE = Duration.ofSeconds(5);

  private final PatientDirectory directory;
  private final PersonErasure stores;
  private final ErasureRun run;
  private final ErasureNotes notes;
  private final InstantSource clock;
  private final Map<String, Erasure> known = new LinkedHashMap<>();
  private final ExecutorService thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(1),
          work -> new Thread(work, "erasures"));
  private boolean busy;

  public ErasureJobs(
      PatientDirectory directory,
      PersonErasure stores,
      ErasureRun run,
      ErasureNotes notes,
      InstantSource clock) {
    this.directory = directory;
    this.stores = stores;
    this.run = run;
    this.notes = notes;
    this.clock = clock;
  }

  /** Goes on with what an earlier run left, in the background. */
  public void start() {
    synchronized (this) {
      busy = true;
    }
    thread.execute(
        () -> {
          try {
            goOn();
          } finally {
            free();
          }
        });
  }

  private void goOn() {
    try {
      for (Unfinished begun : stores.unfinished()) {
        erase(begun.note(), begun.person(), RepeatedErasures.BY);
      }
      for (RepeatedErasures.Missing one : RepeatedErasures.of(stores, notes.read())) {
        erase(one.note(), stores.traces(one.patient()), RepeatedErasures.BY);
      }
    } catch (IOException | StoreUnavailableException unreadable) {
      LOG.error(LogCode.ERASURE_INCOMPLETE.line("erasures cannot be read"));
    }
  }

  @Override
  public Begun begin(String clinic, String patient, String person) {
    synchronized (this) {
      if (busy) {
        return new Begun.Busy();
      }
      busy = true;
    }
    boolean underWay = false;
    try {
      Optional<Unfinished> broken =
          stores.unfinished().stream()
              .filter(begun -> begun.person().patient().equals(patient))
              .findFirst();
      PersonTraces traces = broken.map(Unfinished::person).orElseGet(() -> stores.traces(patient));
      boolean anothers =
          directory.patient(patient).filter(known -> !known.clinic().equals(clinic)).isPresent();
      if (anothers || (broken.isEmpty() && !run.isKept(traces))) {
        return new Begun.Unknown();
      }
      Note note =
          broken
              .map(Unfinished::note)
              .orElseGet(() -> ErasureNotes.about(patient, clock.instant()));
      put(running(note));
      thread.execute(
          () -> {
            try {
              erase(note, traces, person);
            } finally {
              free();
            }
          });
      underWay = true;
      return new Begun.UnderWay(note.id());
    } catch (RejectedExecutionException stopping) {
      return new Begun.Busy();
    } finally {
      if (!underWay) {
        free();
      }
    }
  }

  private static Erasure running(Note note) {
    return new Erasure(note.id(), State.RUNNING, Map.of(), Map.of(), 0, null);
  }

  private void erase(Note note, PersonTraces traces, String by) {
    put(running(note));
    try {
      notes.add(List.of(note));
      ErasureRun.Outcome outcome = run.erase(note, traces, by);
      State state = outcome.left().isEmpty() ? State.DONE : State.INCOMPLETE;
      put(
          new Erasure(
              note.id(), state, outcome.removed(), outcome.left(), outcome.cameMeanwhile(), null));
      if (state == State.DONE) {
        LOG.info(LogCode.ERASURE_DONE.line("a person was erased"));
      } else {
        LOG.error(LogCode.ERASURE_INCOMPLETE.line("something is left: {}"), outcome.left());
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      incomplete(note, "the service stops");
    } catch (IOException unwritable) {
      incomplete(note, ErasureNotes.FILE + " cannot be written");
    } catch (StoreUnavailableException away) {
      incomplete(note, away.getMessage());
    } catch (RuntimeException broken) {
      LOG.error(LogCode.ERASURE_INCOMPLETE.line("{}"), broken.getClass().getName());
      incomplete(note, "an internal error");
    }
  }

  private void incomplete(Note note, @Nullable String problem) {
    LOG.error(LogCode.ERASURE_INCOMPLETE.line("{}"), problem);
    put(new Erasure(note.id(), State.INCOMPLETE, Map.of(), Map.of(), 0, problem));
  }

  private synchronized void put(Erasure erasure) {
    known.remove(erasure.id());
    known.put(erasure.id(), erasure);
    if (known.size() > REMEMBERED) {
      known.remove(known.keySet().iterator().next());
    }
  }

  private synchronized void free() {
    busy = false;
  }

  @Override
  public synchronized Optional<Erasure> find(String id) {
    return Optional.ofNullable(known.get(id));
  }

  /** One that is under way goes on at the next start. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(LEAVE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
