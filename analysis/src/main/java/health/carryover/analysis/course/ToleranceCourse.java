package health.carryover.analysis.course;

import health.carryover.analysis.tolerance.FlareCurve;
import health.carryover.analysis.tolerance.NextLoad;
import health.carryover.analysis.tolerance.ToleranceBelief;
import health.carryover.analysis.tolerance.ToleranceGrid;
import health.carryover.analysis.tolerance.ToleratedLoad;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a patient's sessions through the tolerance filter, in the order of their start, and keeps
 * what it says at each. A pure function of the sessions, computed incrementally: when one changes,
 * only what follows is computed again. Confined to one thread.
 */
public final class ToleranceCourse {
  private static final int REFERENCE_SESSIONS = 3;

  /** How many of the newest sessions keep the state before them, to go on from there. */
  private static final int KEPT_STATES = 2;

  private final ToleranceGrid grid;
  private final List<CourseSession> sessions = new ArrayList<>();
  private final List<CoursePoint> points = new ArrayList<>();

  /** The state before session {@code i} as its own basis counts; null for all but the newest. */
  private final List<@Nullable CourseState> before = new ArrayList<>();

  /** The state after the last session; null until it is asked for. */
  private @Nullable CourseState newest;

  private long version;

  public ToleranceCourse(ToleranceGrid grid) {
    this.grid = grid;
  }

  /** Counts the changes: the same version says the same. */
  public long version() {
    return version;
  }

  /** How many sessions there are. */
  public int size() {
    return sessions.size();
  }

  /** Session {@code index}, as last given. */
  public CourseSession session(int index) {
    return sessions.get(index);
  }

  /** What is said at session {@code index}. */
  public CoursePoint point(int index) {
    return points.get(index);
  }

  /**
   * Replaces the sessions from {@code index} on.
   *
   * @param changed sessions by start, none before those that stay
   */
  public void replaceFrom(int index, List<CourseSession> changed) {
    version++;
    while (sessions.size() > index) {
      int last = sessions.size() - 1;
      sessions.remove(last);
      points.remove(last);
      before.remove(last);
    }
    sessions.addAll(changed);
    newest = null;
    CourseState state = null;
    for (int i = index; i < sessions.size(); i++) {
      CourseSession session = sessions.get(i);
      CourseBasis basis = session.basis();
      Double reference = referenceLoad(basis, i + 1);
      if (state == null || !countsAlike(i, basis, reference)) {
        state = stateBefore(i, basis, reference);
      }
      before.add(state);
      CourseState after = state.after(session, basis, reference);
      points.add(point(session, reference, state, after));
      state = after;
      if (i >= KEPT_STATES) {
        before.set(i - KEPT_STATES, null);
      }
    }
    newest = state;
  }

  /**
   * What is believed for a session that begins at {@code at} under {@code basis}, after the first
   * {@code known} sessions.
   */
  public Outlook outlook(int known, Instant at, CourseBasis basis) {
    Double reference = referenceLoad(basis, known);
    CourseState last =
        newest != null && known == sessions.size() && countsAlike(known, basis, reference)
            ? newest
            : stateBefore(known, basis, reference);
    ToleranceBelief belief = last.beliefAt(at);
    ToleratedLoad tolerated = reference == null ? null : ToleratedLoad.of(belief, reference);
    return new Outlook(
        belief,
        reference,
        tolerated,
        tolerated != null && NextLoad.lacks(tolerated, last.complete()).isEmpty());
  }

  /**
   * What is believed before a session.
   *
   * @param reference load that counts as one, or null while nothing can be compared
   * @param tolerated or null, likewise
   * @param enough whether it is enough to alert from
   */
  public record Outlook(
      ToleranceBelief belief,
      @Nullable Double reference,
      @Nullable ToleratedLoad tolerated,
      boolean enough) {

    /** Probability of a flare over load, for asking often. */
    public FlareChance chance() {
      return new FlareChance(reference, belief.flareCurve());
    }
  }

  /**
   * Probability of a flare over load. Immutable.
   *
   * @param reference load that counts as one, or null while nothing can be compared
   */
  public record FlareChance(@Nullable Double reference, FlareCurve curve) {

    /** After {@code load}; null while nothing can be compared. */
    public @Nullable Double after(double load) {
      return reference == null || load <= 0 ? null : (Double) curve.at(Math.log(load / reference));
    }
  }

  /** Whether the session before {@code index} was counted as this basis and reference ask. */
  private boolean countsAlike(int index, CourseBasis basis, @Nullable Double reference) {
    if (index == 0) {
      return true;
    }
    CourseBasis earlier = sessions.get(index - 1).basis();
    Double earlierReference = referenceLoad(earlier, index);
    return earlier.currency() == basis.currency()
        && earlier.loadBasis().equals(basis.loadBasis())
        && reference != null
        && reference.equals(earlierReference);
  }

  /** The state before session {@code index}, everything earlier counted as asked. */
  private CourseState stateBefore(int index, CourseBasis basis, @Nullable Double reference) {
    int from = 0;
    CourseState state = CourseState.before(grid.prior());
    for (int i = index - 1; i > 0; i--) {
      CourseState kept = before.size() > i ? before.get(i) : null;
      if (kept != null && countsAlikeFrom(i, index, basis, reference)) {
        from = i;
        state = kept;
        break;
      }
    }
    for (int i = from; i < index; i++) {
      state = state.after(sessions.get(i), basis, reference);
    }
    return state;
  }

  private boolean countsAlikeFrom(int from, int to, CourseBasis basis, @Nullable Double reference) {
    CourseBasis held = sessions.get(from).basis();
    return held.currency() == basis.currency()
        && held.loadBasis().equals(basis.loadBasis())
        && reference != null
        && reference.equals(referenceLoad(held, from + 1))
        && to > from;
  }

  private static CoursePoint point(
      CourseSession session, @Nullable Double reference, CourseState entry, CourseState after) {
    Double load = entry.countedLoad(session, session.basis());
    ToleranceBelief belief = entry.beliefAt(session.start());
    Double logLoad =
        load != null && load > 0 && reference != null ? (Double) Math.log(load / reference) : null;
    ToleratedLoad toleratedBefore = reference == null ? null : ToleratedLoad.of(belief, reference);
    ToleratedLoad toleratedAfter =
        reference == null ? null : ToleratedLoad.of(after.belief(), reference);
    return new CoursePoint(
        load,
        logLoad == null ? null : belief.riskAt(logLoad),
        logLoad == null ? null : (Double) belief.overTolerance(logLoad),
        toleratedBefore,
        toleratedBefore != null && NextLoad.lacks(toleratedBefore, entry.complete()).isEmpty(),
        toleratedAfter,
        after.belief().loadIndependent(),
        after.complete(),
        toleratedAfter != null && NextLoad.lacks(toleratedAfter, after.complete()).isEmpty(),
        toleratedAfter == null || load == null
            ? null
            : NextLoad.advise(toleratedAfter, after.history(load)),
        after.clean(),
        after.flares().length(),
        after.flares().reduced(),
        entry.breakBefore(session.start()),
        entry.tolerated().highestBefore(session.start()));
  }

  /** The clinician's starting dose, else the median of the first three known loads. */
  private @Nullable Double referenceLoad(CourseBasis basis, int known) {
    if (basis.referenceLoad() != null) {
      return basis.referenceLoad();
    }
    List<Double> first = new ArrayList<>();
    for (int i = 0; i < known && first.size() < REFERENCE_SESSIONS; i++) {
      Double load = sessions.get(i).loads().under(basis);
      if (load != null && load > 0) {
        first.add(load);
      }
    }
    if (first.isEmpty()) {
      return null;
    }
    first.sort(Double::compare);
    int middle = first.size() / 2;
    return first.size() % 2 == 1
        ? first.get(middle)
        : (Double) ((first.get(middle - 1) + first.get(middle)) / 2);
  }
}
