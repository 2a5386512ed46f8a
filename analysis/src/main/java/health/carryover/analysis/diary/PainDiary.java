package health.carryover.analysis.diary;

import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.outcome.Assessment.SlotState;
import health.carryover.analysis.response.FlareSign;
import health.carryover.analysis.response.PainSlots;
import health.carryover.analysis.response.ResponseSlot;
import health.carryover.analysis.response.Timeliness;
import health.carryover.analysis.response.Window;
import health.carryover.analysis.session.Revised;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pain reports of one patient. Which session and slot a report answers:
 *
 * <ul>
 *   <li>With a session: that one. With a slot but no session: the session to whose window it fits
 *       best. With neither: every session in one of whose windows it lies, so that a morning's pain
 *       can end one session and precede the next.
 *   <li>Of several answers to one question those given in time count before those recalled; then
 *       for <em>before</em> and <em>after</em> the last, for <em>during</em> the lowest, for
 *       evening and next morning the highest.
 * </ul>
 *
 * <p>A function of the set of reports, not of their order of arrival. Confined to one thread.
 */
public final class PainDiary {
  private static final Duration LABELLED_BEFORE = Duration.ofHours(3);
  private static final Duration REACH_BACK = Duration.ofHours(4);
  private static final Comparator<PainReport> BY_TIME =
      Comparator.comparing(PainReport::at).thenComparing(PainReport::nrs);

  private final Map<String, Revised<PainReport>> byKey = new HashMap<>();
  private @Nullable List<PainReport> byTime;

  /** Takes a report that came in {@code source}. */
  public void add(PainReport report, ReceivedEvent source) {
    Revised<PainReport> told = new Revised<>(report, source);
    byKey.merge(told.key(), told, (held, newer) -> Revised.newer(held, newer));
    byTime = null;
  }

  /** Forgets reports of before {@code at}. */
  public void forgetBefore(Instant at) {
    if (byKey.values().removeIf(report -> report.event().at().isBefore(at))) {
      byTime = null;
    }
  }

  /** The reports that count, by time, for snapshots. */
  public List<ReceivedEvent> reports() {
    return byKey.values().stream()
        .sorted(Comparator.comparing(Revised<PainReport>::event, BY_TIME))
        .map(Revised::source)
        .toList();
  }

  /** All reports by time. */
  List<PainReport> byTime() {
    List<PainReport> sorted = byTime;
    if (sorted == null) {
      sorted = new ArrayList<>();
      for (Revised<PainReport> report : byKey.values()) {
        sorted.add(report.event());
      }
      sorted.sort(BY_TIME);
      byTime = sorted;
    }
    return sorted;
  }

  /**
   * The answers to one session's questions.
   *
   * @param near the patient's sessions around it, itself included
   * @param now the newest instant known: what was due before it and not answered is missed
   */
  public SlotAnswers answers(DiarySession session, List<DiarySession> near, Instant now) {
    Map<PainSlot, List<Answer>> answers = new EnumMap<>(PainSlot.class);
    Set<FlareSign> signs = EnumSet.noneOf(FlareSign.class);
    Instant from = session.start().minus(REACH_BACK);
    Instant to = session.windows().recallEndsAt().plus(Duration.ofHours(12));
    for (PainReport report : between(from, to)) {
      Optional<PainSlot> slot = slotFor(report, session, near);
      slot.ifPresent(
          s ->
              answers
                  .computeIfAbsent(s, any -> new ArrayList<>())
                  .add(new Answer(report, timeliness(session, s, report.at()))));
      if (Boolean.TRUE.equals(report.flare()) && flaresAfter(report, slot, session, near)) {
        signs.add(FlareSign.PATIENT_SAYS_FLARE);
      }
    }
    Map<PainSlot, SlotState> states = new EnumMap<>(PainSlot.class);
    Map<PainSlot, Answer> counting = new EnumMap<>(PainSlot.class);
    for (PainSlot slot : FIVE) {
      Answer answer = choose(slot, answers.getOrDefault(slot, List.of()));
      if (answer == null) {
        Window window = session.windows().window(responseSlot(slot));
        boolean over = !window.isEmpty() && !now.isBefore(window.endExclusive());
        states.put(slot, over ? SlotState.MISSED : SlotState.NOT_DUE);
      } else {
        counting.put(slot, answer);
        states.put(slot, answer.recalled() ? SlotState.LATE : SlotState.ANSWERED);
      }
    }
    Answer evening = counting.get(PainSlot.EVENING);
    Answer morning = counting.get(PainSlot.NEXT_MORNING);
    return new SlotAnswers(
        new PainSlots(
            nrs(counting.get(PainSlot.BEFORE)),
            nrs(counting.get(PainSlot.DURING)),
            nrs(counting.get(PainSlot.AFTER)),
            nrs(evening),
            nrs(morning)),
        Collections.unmodifiableMap(states),
        Collections.unmodifiableSet(signs),
        (evening != null && evening.recalled()) || (morning != null && morning.recalled()),
        worst(evening, morning));
  }

  private static final List<PainSlot> FIVE =
      List.of(
          PainSlot.BEFORE,
          PainSlot.DURING,
          PainSlot.AFTER,
          PainSlot.EVENING,
          PainSlot.NEXT_MORNING);

  /** A report as the answer to one question. */
  private record Answer(PainReport report, Timeliness timeliness) {
    boolean recalled() {
      return timeliness == Timeliness.RECALLED;
    }
  }

  /** When anything was told within the bounds, by time. */
  public List<Instant> toldBetween(Instant fromInclusive, Instant toExclusive) {
    return between(fromInclusive, toExclusive).stream().map(PainReport::at).toList();
  }

  /** Reports within the bounds, by time. */
  List<PainReport> between(Instant fromInclusive, Instant toExclusive) {
    List<PainReport> sorted = byTime();
    int from = firstAtOrAfter(sorted, fromInclusive);
    return sorted.subList(from, Math.max(from, firstAtOrAfter(sorted, toExclusive)));
  }

  private static int firstAtOrAfter(List<PainReport> sorted, Instant at) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted.get(middle).at().isBefore(at)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The question of {@code session} that the report answers, or empty. */
  private static Optional<PainSlot> slotFor(
      PainReport report, DiarySession session, List<DiarySession> near) {
    PainSlot slot = report.slot();
    if (slot == PainSlot.OTHER) {
      return Optional.empty();
    }
    if (report.session() != null && !session.isNamed(report.session())) {
      return Optional.empty();
    }
    if (slot == null) {
      return byTimeAlone(report, session);
    }
    if (timeliness(session, slot, report.at()) == Timeliness.TOO_LATE) {
      return Optional.empty();
    }
    boolean ours = report.session() != null || session.equals(bestFor(slot, report.at(), near));
    return ours ? Optional.of(slot) : Optional.empty();
  }

  private static Optional<PainSlot> byTimeAlone(PainReport report, DiarySession session) {
    Optional<PainSlot> slot = session.windows().slotAt(report.at()).flatMap(PainDiary::questionOf);
    if (slot.isPresent() || report.session() == null) {
      return slot;
    }
    // The patient named the session: outside every window it still says when.
    return report.at().isBefore(session.start()) ? Optional.of(PainSlot.BEFORE) : Optional.empty();
  }

  /** The session whose question {@code slot} an answer at {@code at} fits best, or null. */
  private static @Nullable DiarySession bestFor(
      PainSlot slot, Instant at, List<DiarySession> near) {
    DiarySession best = null;
    int bestRank = Integer.MAX_VALUE;
    for (DiarySession candidate : near) {
      int rank = rank(slot, at, candidate);
      boolean later = best != null && candidate.start().isAfter(best.start());
      if (rank < bestRank || (rank == bestRank && later && rank != SOON)) {
        best = rank == Integer.MAX_VALUE ? best : candidate;
        bestRank = rank;
      }
    }
    return best;
  }

  private static final int IN_TIME = 0;
  private static final int SOON = 1;
  private static final int RECALLED = 2;

  private static int rank(PainSlot slot, Instant at, DiarySession candidate) {
    return switch (timeliness(candidate, slot, at)) {
      case ON_TIME -> IN_TIME;
      case EARLY -> {
        Instant earliest =
            slot == PainSlot.BEFORE ? candidate.start().minus(LABELLED_BEFORE) : candidate.start();
        yield at.isBefore(earliest) ? Integer.MAX_VALUE : SOON;
      }
      case RECALLED -> RECALLED;
      case TOO_LATE -> Integer.MAX_VALUE;
    };
  }

  private static boolean flaresAfter(
      PainReport report, Optional<PainSlot> slot, DiarySession session, List<DiarySession> near) {
    if (report.at().isBefore(session.start())) {
      return false;
    }
    if (report.session() != null) {
      return session.isNamed(report.session());
    }
    if (slot.isPresent()) {
      return slot.get() != PainSlot.BEFORE;
    }
    boolean between =
        near.stream()
            .anyMatch(
                other ->
                    other.start().isAfter(session.start()) && !other.start().isAfter(report.at()));
    return !between && !report.at().isAfter(session.windows().recallEndsAt());
  }

  private static @Nullable Answer choose(PainSlot slot, List<Answer> answers) {
    List<Answer> inTime = answers.stream().filter(answer -> !answer.recalled()).toList();
    List<Answer> counting = inTime.isEmpty() ? answers : inTime;
    Comparator<Answer> byScore = Comparator.comparingDouble(answer -> answer.report().nrs());
    Comparator<Answer> byMoment = Comparator.comparing(answer -> answer.report().at());
    Comparator<Answer> order =
        switch (slot) {
          case BEFORE, AFTER, OTHER -> byMoment.thenComparing(byScore);
          case DURING -> byScore.reversed().thenComparing(byMoment);
          case EVENING, NEXT_MORNING -> byScore.thenComparing(byMoment);
        };
    return counting.stream().max(order).orElse(null);
  }

  private static @Nullable Double nrs(@Nullable Answer answer) {
    return answer == null ? null : (Double) answer.report().nrs();
  }

  private static @Nullable Instant worst(@Nullable Answer evening, @Nullable Answer morning) {
    if (evening == null || morning == null) {
      Answer only = evening == null ? morning : evening;
      return only == null ? null : only.report().at();
    }
    return (morning.report().nrs() > evening.report().nrs() ? morning : evening).report().at();
  }

  private static Timeliness timeliness(DiarySession session, PainSlot slot, Instant at) {
    return session.windows().timeliness(responseSlot(slot), at);
  }

  private static ResponseSlot responseSlot(PainSlot slot) {
    return switch (slot) {
      case BEFORE -> ResponseSlot.BEFORE;
      case DURING -> ResponseSlot.DURING;
      case AFTER -> ResponseSlot.AFTER;
      case EVENING -> ResponseSlot.EVENING;
      case NEXT_MORNING -> ResponseSlot.NEXT_MORNING;
      case OTHER -> throw new IllegalArgumentException("not one of the five questions");
    };
  }

  private static Optional<PainSlot> questionOf(ResponseSlot slot) {
    return switch (slot) {
      case BEFORE -> Optional.of(PainSlot.BEFORE);
      case DURING -> Optional.of(PainSlot.DURING);
      case AFTER -> Optional.of(PainSlot.AFTER);
      case EVENING -> Optional.of(PainSlot.EVENING);
      case NEXT_MORNING -> Optional.of(PainSlot.NEXT_MORNING);
      case AFTER_24_HOURS, AFTER_48_HOURS -> Optional.empty();
    };
  }
}
