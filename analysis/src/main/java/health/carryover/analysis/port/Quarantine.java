package health.carryover.analysis.port;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What arrived and could not be used, read from the journal, and what became of it since. Any
 * thread; every method may throw {@link StoreUnavailableException}.
 */
public interface Quarantine {

  /**
   * The newest {@code limit} rejected elements that {@code query} asks for: newest message first,
   * within a message in the order in which they were rejected.
   */
  List<Item> newest(Query query, int limit);

  /** The newest {@code limit} of all rejected elements. */
  default List<Item> newest(int limit) {
    return newest(Query.ALL, limit);
  }

  /**
   * The messages above {@code afterSequence} with an element that {@code query} asks for, oldest
   * first, at most {@code limit}.
   */
  List<Long> messages(Query query, long afterSequence, int limit);

  /** The rejected elements of one message in the order in which they were rejected. */
  List<Item> ofMessage(long sequence);

  /** How many elements were ever rejected, by code. */
  Map<String, Long> countsByCode();

  /** How many elements are in which state, by code; a state without elements is absent. */
  Map<String, Map<State, Long>> counts();

  /** Everything people did about one message, oldest first. */
  List<Step> steps(long sequence);

  /**
   * Notes what became of elements, in one durable transaction. An element that is settled stays as
   * it is, and so does one that is not known.
   *
   * @return the steps that were taken
   */
  List<Step> take(List<Step> steps);

  /** What can become of a rejected element. */
  enum State {
    /** Nothing was done about it. */
    OPEN,
    /** How to repair it is known; it was not sent through the journal again yet. */
    REPAIRED,
    /** It went through the journal again and was taken. Final. */
    REPLAYED,
    /** Somebody decided that it is not needed. Final. */
    DISMISSED;

    /** The name for machines. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that name, or empty. */
    public static Optional<State> ofCode(String code) {
      for (State state : values()) {
        if (state.code().equals(code)) {
          return Optional.of(state);
        }
      }
      return Optional.empty();
    }

    /** Whether nothing follows it. */
    public boolean settled() {
      return this == REPLAYED || this == DISMISSED;
    }
  }

  /**
   * One rejected element.
   *
   * @param sequence of its message in the journal
   * @param place among the rejections of its message, from 0
   * @param element index within the message, -1 for all of it
   * @param reason one sentence without health data
   * @param state what became of it
   * @param repair the newest repair as it was noted, or null
   */
  record Item(
      long sequence,
      int place,
      Instant receivedAt,
      String channel,
      String code,
      int element,
      String reason,
      State state,
      @Nullable String repair) {
    private static final int DEVICE_PART = 3;

    /** The device that sent it, or empty if its channel names none. */
    public Optional<String> device() {
      String[] part = channel.split("/", -1);
      boolean names =
          part.length > DEVICE_PART
              && (channel.startsWith("carryover/")
                  || channel.startsWith("service/replay/")
                  || channel.startsWith("service/open-wearables/"));
      return names ? Optional.of(part[DEVICE_PART]) : Optional.empty();
    }
  }

  /**
   * Which elements are asked for; what is null does not matter.
   *
   * @param sequence of their message
   */
  record Query(
      @Nullable String code,
      @Nullable String device,
      @Nullable State state,
      @Nullable Long sequence) {
    /** Every element. */
    public static final Query ALL = new Query(null, null, null, null);

    /** Whether {@code item} is asked for. */
    public boolean asksFor(Item item) {
      return (code == null || code.equals(item.code()))
          && (state == null || state == item.state())
          && (sequence == null || sequence == item.sequence())
          && (device == null || item.device().filter(device::equals).isPresent());
    }
  }

  /**
   * What somebody did about one element.
   *
   * @param at to the millisecond
   * @param person who did it
   * @param state what it became
   * @param repair how it is to be repaired, as text that only the writer understands; or null
   * @param replayedAs the entry of the journal as which it was taken, or null
   */
  record Step(
      long sequence,
      int place,
      Instant at,
      String person,
      State state,
      @Nullable String repair,
      @Nullable Long replayedAs) {}
}
