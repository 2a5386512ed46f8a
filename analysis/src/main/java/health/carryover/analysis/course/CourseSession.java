package health.carryover.analysis.course;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One session as the tolerance filter sees it.
 *
 * @param session its id
 * @param start when it began
 * @param loads its load in each currency under any reference
 * @param basis how loads are counted from this session on: a change recounts what came before
 * @param outcome what followed, or null while it is not known
 * @param weight of the outcome, 0 to 1
 * @param mergedIntoNext whether the next session began before this one's outcome could show: then
 *     its load adds to the next and the outcome counts half
 */
public record CourseSession(
    String session,
    Instant start,
    CountedLoad loads,
    CourseBasis basis,
    @Nullable CourseOutcome outcome,
    double weight,
    boolean mergedIntoNext) {

  /** Load of a session, counted as the basis of any session asks. */
  public interface CountedLoad {
    /** The load in the currency and under the reference of {@code basis}; null: unknown. */
    @Nullable Double under(CourseBasis basis);
  }

  /**
   * What followed a session.
   *
   * @param grade 0 for no rebound, 1 to 3, and 4 for four points or more; from 2 on a flare
   * @param answers whether enough was answered for a calm session to count as one
   */
  public record CourseOutcome(int grade, Answers answers) {
    /** Whether a response is complete. */
    public enum Answers {
      COMPLETE,
      INCOMPLETE
    }

    /** The lowest grade that is a flare. */
    public static final int FLARE = 2;

    /** Whether it was a flare. */
    public boolean flare() {
      return grade >= FLARE;
    }
  }
}
