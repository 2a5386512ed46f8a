package health.carryover.analysis.response;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The windows of one session in the patient's zone. The hours are product choices; two hours to the
 * evening follow from the definition of a flare as lasting at least two hours (Suri 2018).
 *
 * <p>Distances from the session are elapsed time; clock times are local and follow the zone through
 * changes of the clock. The local day of a session is taken to change at 04:00, so that a session
 * after midnight belongs to the evening before. A window can be empty: a session that ends at 04:00
 * has no morning between 6 and 24 hours later that starts before it is over.
 */
public final class PainWindows {

  private static final Duration BEFORE = Duration.ofMinutes(60);
  private static final Duration AFTER = Duration.ofMinutes(30);
  private static final Duration EVENING_FROM = Duration.ofHours(2);
  private static final Duration EVENING_TO = Duration.ofHours(14);
  private static final LocalTime LATE_SESSION = LocalTime.of(19, 0);
  private static final Duration LATE_EVENING_FROM = Duration.ofHours(1);
  private static final Duration LATE_EVENING_TO = Duration.ofHours(4);
  private static final LocalTime PROMPT = LocalTime.of(19, 0);
  private static final LocalTime MORNING_PROMPT = LocalTime.of(6, 0);
  private static final LocalTime MORNING_FROM = LocalTime.of(4, 0);
  private static final LocalTime MORNING_TO = LocalTime.NOON;
  private static final Duration MORNING_EARLIEST = Duration.ofHours(6);
  private static final Duration MORNING_LATEST = Duration.ofHours(24);
  private static final Duration RECALL = Duration.ofHours(36);

  private final Map<ResponseSlot, Window> windows = new EnumMap<>(ResponseSlot.class);
  private final Instant end;
  private final Window wholeMorning;
  private final LocalDate day;
  private final ZoneId zone;

  private PainWindows(Instant start, Instant end, ZoneId zone) {
    this.end = end;
    ZonedDateTime localEnd = end.atZone(zone);
    this.zone = zone;
    this.day = localDay(localEnd);
    windows.put(ResponseSlot.BEFORE, new Window(start.minus(BEFORE), start));
    windows.put(ResponseSlot.DURING, new Window(start, end));
    windows.put(ResponseSlot.AFTER, new Window(end, end.plus(AFTER)));

    boolean late = localEnd.toLocalDateTime().isAfter(day.atTime(LATE_SESSION));
    Window evening =
        late
            ? new Window(end.plus(LATE_EVENING_FROM), end.plus(LATE_EVENING_TO))
            : new Window(end.plus(EVENING_FROM), end.plus(EVENING_TO))
                .intersect(new Window(start, day.plusDays(1).atStartOfDay(zone).toInstant()));
    windows.put(ResponseSlot.EVENING, evening);

    LocalDate next = day.plusDays(1);
    wholeMorning =
        new Window(
            next.atTime(MORNING_FROM).atZone(zone).toInstant(),
            next.atTime(MORNING_TO).atZone(zone).toInstant());
    windows.put(
        ResponseSlot.NEXT_MORNING,
        wholeMorning.intersect(new Window(end.plus(MORNING_EARLIEST), end.plus(MORNING_LATEST))));
    windows.put(ResponseSlot.AFTER_24_HOURS, hoursAfter(20, 28));
    windows.put(ResponseSlot.AFTER_48_HOURS, hoursAfter(40, 56));
  }

  /**
   * The windows of a session.
   *
   * @param start first moment of the session
   * @param end its end, not before the start
   * @param zone where the patient is
   */
  public static PainWindows of(Instant start, Instant end, ZoneId zone) {
    if (end.isBefore(start)) {
      throw new IllegalArgumentException("a session must not end before it starts");
    }
    return new PainWindows(start, end, zone);
  }

  /** The window of a slot. */
  public Window window(ResponseSlot slot) {
    Window window = windows.get(slot);
    if (window == null) {
      throw new IllegalStateException("every slot has a window");
    }
    return window;
  }

  /** When to ask for the evening: at 19:00 where the window allows it, else as it opens. */
  public Instant eveningPrompt() {
    return eveningPrompt(PROMPT);
  }

  /** The same at another local time. */
  public Instant eveningPrompt(LocalTime at) {
    return prompt(ResponseSlot.EVENING, day, at);
  }

  /** When to ask for the next morning: at 06:00 where the window allows it, else as it opens. */
  public Instant morningPrompt() {
    return morningPrompt(MORNING_PROMPT);
  }

  /** The same at another local time. */
  public Instant morningPrompt(LocalTime at) {
    return prompt(ResponseSlot.NEXT_MORNING, day.plusDays(1), at);
  }

  private Instant prompt(ResponseSlot slot, LocalDate date, LocalTime at) {
    Instant prompt = date.atTime(at).atZone(zone).toInstant();
    Window window = window(slot);
    return window.contains(prompt) ? prompt : window.startInclusive();
  }

  /** The last moment at which an answer for this session is accepted, 36 hours after its end. */
  public Instant recallEndsAt() {
    return end.plus(RECALL);
  }

  /** When an answer said to be for a slot came. */
  public Timeliness timeliness(ResponseSlot slot, Instant at) {
    Window window = window(slot);
    if (at.isBefore(window.startInclusive())) {
      return Timeliness.EARLY;
    }
    if (window.contains(at)) {
      return Timeliness.ON_TIME;
    }
    return at.isAfter(recallEndsAt()) ? Timeliness.TOO_LATE : Timeliness.RECALLED;
  }

  /**
   * The slot a report belongs to by its time alone: the five slots of the day first, then a next
   * morning beyond 24 hours (then {@link Timeliness#RECALLED}), then the day and two days after.
   * Empty where none fits.
   */
  public Optional<ResponseSlot> slotAt(Instant at) {
    for (ResponseSlot slot : ResponseSlot.values()) {
      if (slot == ResponseSlot.AFTER_24_HOURS) {
        break;
      }
      if (window(slot).contains(at)) {
        return Optional.of(slot);
      }
    }
    boolean laterThatMorning = wholeMorning.contains(at) && !at.isBefore(end.plus(MORNING_LATEST));
    if (laterThatMorning && !at.isAfter(recallEndsAt())) {
      return Optional.of(ResponseSlot.NEXT_MORNING);
    }
    if (window(ResponseSlot.AFTER_24_HOURS).contains(at)) {
      return Optional.of(ResponseSlot.AFTER_24_HOURS);
    }
    return window(ResponseSlot.AFTER_48_HOURS).contains(at)
        ? Optional.of(ResponseSlot.AFTER_48_HOURS)
        : Optional.empty();
  }

  private Window hoursAfter(int from, int to) {
    return new Window(end.plus(Duration.ofHours(from)), end.plus(Duration.ofHours(to)));
  }

  private static LocalDate localDay(ZonedDateTime local) {
    LocalDate date = local.toLocalDate();
    return local.toLocalTime().isBefore(MORNING_FROM) ? date.minusDays(1) : date;
  }
}
