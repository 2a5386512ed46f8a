package health.carryover.analysis.port;

import java.util.ArrayList;
import java.util.List;

/** The access log in memory. Any thread. */
public final class MemoryAccessLog implements AccessLog {
  private final List<Entry> entries = new ArrayList<>();

  @Override
  public synchronized List<Long> append(List<Access> accesses) {
    List<Long> places = new ArrayList<>();
    for (Access access : accesses) {
      long id = entries.size() + 1L;
      entries.add(new Entry(id, access));
      places.add(id);
    }
    return places;
  }

  @Override
  public synchronized void failed(long id) {
    entries.replaceAll(entry -> entry.id() == id ? new Entry(id, failed(entry.access())) : entry);
  }

  private static Access failed(Access access) {
    return new Access(
        access.at(),
        access.clinic(),
        access.actor(),
        access.actorName(),
        access.session(),
        access.action(),
        access.patient(),
        access.subject(),
        Outcome.FAILED);
  }

  @Override
  public synchronized List<Entry> newest(Query query, int limit) {
    List<Entry> found = new ArrayList<>();
    for (int i = entries.size() - 1; i >= 0 && found.size() < limit; i--) {
      if (asksFor(query, entries.get(i))) {
        found.add(entries.get(i));
      }
    }
    return found;
  }

  private static boolean asksFor(Query query, Entry entry) {
    Access access = entry.access();
    return query.clinic().equals(access.clinic())
        && (query.patient() == null || query.patient().equals(access.patient()))
        && (query.actor() == null || query.actor().equals(access.actor()))
        && (query.fromInclusive() == null || !access.at().isBefore(query.fromInclusive()))
        && (query.toExclusive() == null || access.at().isBefore(query.toExclusive()))
        && (query.beforeId() == null || entry.id() < query.beforeId());
  }
}
