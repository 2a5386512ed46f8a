package health.carryover.ingest.device;

import health.carryover.analysis.port.DeviceCursors.DeviceCursor;
import health.carryover.analysis.port.DeviceCursors.Run;
import health.carryover.analysis.port.DeviceCursors.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The next cursor from the last one and what has become durable. Pure.
 *
 * <p>Brokers pass messages that are under way on in any order, so a number says nothing about the
 * ones below it: the cursor rises over numbers without a gap only, from 1 on. What is stored above
 * a gap is kept as up to {@value #MOST_STRETCHES} stretches; were there more, the highest would be
 * forgotten. Forgetting is safe: the device sends those numbers again, and they count as copies.
 */
final class CursorStep {
  static final int MOST_STRETCHES = 64;

  /** A device that starts again still has some of the run before in its buffer. */
  static final int MOST_RUNS = 4;

  private static final int MOST_REASONS = 64;

  private CursorStep() {}

  static DeviceCursor first(DeviceFact fact) {
    return next(
        new DeviceCursor(
            fact.device().clinic(),
            fact.device().device(),
            List.of(),
            fact.receivedAt(),
            0,
            0,
            0,
            Map.of()),
        fact);
  }

  static DeviceCursor next(DeviceCursor before, DeviceFact fact) {
    long accepted = before.accepted();
    long duplicates = before.duplicates();
    long quarantined = before.quarantined();
    switch (fact.fate()) {
      case ACCEPTED -> accepted++;
      case DUPLICATE -> duplicates++;
      case QUARANTINED -> quarantined++;
    }
    return new DeviceCursor(
        before.clinic(),
        before.device(),
        runs(before.runs(), fact),
        fact.receivedAt().isAfter(before.heardAt()) ? fact.receivedAt() : before.heardAt(),
        accepted,
        duplicates,
        quarantined,
        reasons(before.reasons(), fact.codes()));
  }

  private static Map<String, Long> reasons(Map<String, Long> before, List<String> codes) {
    if (codes.isEmpty()) {
      return before;
    }
    Map<String, Long> after = new TreeMap<>(before);
    for (String code : codes) {
      if (after.size() < MOST_REASONS || after.containsKey(code)) {
        after.merge(code, 1L, Long::sum);
      }
    }
    return after;
  }

  private static List<Run> runs(List<Run> before, DeviceFact fact) {
    String boot = fact.boot();
    Long number = fact.number();
    if (boot == null || number == null || number < 1) {
      return before;
    }
    List<Run> after = new ArrayList<>(before);
    for (int i = 0; i < after.size(); i++) {
      if (after.get(i).boot().equals(boot)) {
        after.set(i, with(after.get(i), number));
        return after;
      }
    }
    after.add(0, with(new Run(boot, 0, List.of()), number));
    return after.subList(0, Math.min(after.size(), MOST_RUNS));
  }

  /** The run when {@code number} is stored too. */
  static Run with(Run run, long number) {
    if (number <= run.durableSeq()) {
      return run;
    }
    if (run.beyond().isEmpty() && number == run.durableSeq() + 1) {
      return new Run(run.boot(), number, List.of());
    }
    List<Stretch> joined = join(run.beyond(), number);
    if (joined.get(0).firstInclusive() == run.durableSeq() + 1) {
      return new Run(run.boot(), joined.get(0).lastInclusive(), joined.subList(1, joined.size()));
    }
    return new Run(
        run.boot(), run.durableSeq(), joined.subList(0, Math.min(joined.size(), MOST_STRETCHES)));
  }

  private static List<Stretch> join(List<Stretch> stretches, long number) {
    List<Stretch> joined = new ArrayList<>(stretches.size() + 1);
    long first = number;
    long last = number;
    int place = 0;
    for (Stretch stretch : stretches) {
      if (stretch.lastInclusive() < first - 1) {
        joined.add(stretch);
        place = joined.size();
      } else if (stretch.firstInclusive() - 1 > last) {
        joined.add(stretch);
      } else {
        first = Math.min(first, stretch.firstInclusive());
        last = Math.max(last, stretch.lastInclusive());
      }
    }
    joined.add(place, new Stretch(first, last));
    return joined;
  }
}
