package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.AccessLog.Access;
import health.carryover.analysis.port.AccessLog.Entry;
import health.carryover.analysis.port.AccessLog.Outcome;
import health.carryover.analysis.port.AccessLog.Query;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link AccessLog} does. */
public abstract class AccessLogContract {
  private static final Instant T = Instant.parse("2026-03-02T08:00:00.001Z");

  private AccessLog log;

  /** A new, empty store. */
  protected abstract AccessLog create() throws Exception;

  /** The same store after it was closed and opened again. */
  protected abstract AccessLog reopen() throws Exception;

  @BeforeEach
  final void createLog() throws Exception {
    log = create();
  }

  @Test
  void entriesComeBackNewestFirst() throws Exception {
    Access first = access(T, "c", "a-1", "p1");
    Access second = access(T.minusSeconds(5), "c", "a-1", null);
    long one = log.append(first);
    long two = log.append(second);
    log.append(access(T, "other", "a-1", "p1"));
    log = reopen();
    assertThat(two).isGreaterThan(one);
    assertThat(log.newest(all(), 10))
        .containsExactly(new Entry(two, second), new Entry(one, first));
    assertThat(log.newest(all(), 1)).containsExactly(new Entry(two, second));
    assertThat(log.append(first)).isGreaterThan(two);
  }

  @Test
  void theyAreFoundByPatientActorTimeAndPlace() {
    long a = log.append(access(T, "c", "a-1", "p1"));
    long b = log.append(access(T.plusSeconds(1), "c", "a-2", "p1"));
    long c = log.append(access(T.plusSeconds(2), "c", "a-2", "p2"));
    assertThat(ids(new Query("c", "p1", null, null, null, null))).containsExactly(b, a);
    assertThat(ids(new Query("c", null, "a-2", null, null, null))).containsExactly(c, b);
    assertThat(ids(new Query("c", null, null, T.plusSeconds(1), T.plusSeconds(2), null)))
        .containsExactly(b);
    assertThat(ids(new Query("c", null, null, null, null, c))).containsExactly(b, a);
    assertThat(ids(new Query("c", "p1", "a-2", T, T.plusSeconds(9), c))).containsExactly(b);
    assertThat(ids(new Query("c", "p3", null, null, null, null))).isEmpty();
  }

  @Test
  void manyAreAddedInTheirOrder() {
    log.append(access(T, "c", "a-1", "p1"));
    List<Long> places =
        log.append(List.of(access(T, "c", "a-1", "p2"), access(T, "other", "a-2", "p3")));
    assertThat(places).hasSize(2).isSorted();
    assertThat(ids(new Query("c", "p2", null, null, null, null))).containsExactly(places.get(0));
    assertThat(log.append(List.of())).isEmpty();
  }

  @Test
  void whatWasNotDoneIsNoted() throws Exception {
    long id = log.append(access(T, "c", "a-1", "p1"));
    log.failed(id);
    log.failed(id + 1);
    log = reopen();
    assertThat(log.newest(all(), 9).get(0).access().outcome()).isEqualTo(Outcome.FAILED);
  }

  private List<Long> ids(Query query) {
    return log.newest(query, 10).stream().map(Entry::id).toList();
  }

  private static Query all() {
    return new Query("c", null, null, null, null, null);
  }

  private static Access access(Instant at, String clinic, String actor, String patient) {
    return new Access(at, clinic, actor, "Ada Brook", "s-1", "GET /x", patient, null, Outcome.DONE);
  }
}
