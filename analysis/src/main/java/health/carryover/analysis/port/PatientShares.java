package health.carryover.analysis.port;

import health.carryover.analysis.port.MonitorSnapshots.MonitorSnapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How several services on one database divide the patients. Each patient belongs to one of {@link
 * #COUNT} shares by the hash of its id, and each share to one service at a time, until that gives
 * it back or is gone. Who is gone cannot write any more: every transaction checks that its service
 * is still a member. Any thread; may block.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the database does not answer now, and
 * where it writes also if this service is no member any more.
 */
public interface PatientShares extends AutoCloseable {
  /** How many shares there are. It is the same for ever: places are kept for each. */
  int COUNT = 64;

  /** The share of a patient, from 0 to below {@link #COUNT}. */
  static int of(String patient) {
    int hash = patient.hashCode();
    int mixed = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
    return Math.floorMod(mixed >>> 8, COUNT);
  }

  /** Says that this service lives, puts an end to those that do not, and takes what is free. */
  Holding renew();

  /**
   * What this service has.
   *
   * @param held its shares
   * @param surplus those of them that others should have: to be given back when nothing of them is
   *     in use
   * @param once whether it does what only one service may do
   * @param services how many live, this one among them
   */
  record Holding(Set<Integer> held, Set<Integer> surplus, Once once, int services) {
    public Holding {
      held = Set.copyOf(held);
      surplus = Set.copyOf(surplus);
    }
  }

  /** Who does what only one service may do. */
  enum Once {
    HERE,
    ELSEWHERE
  }

  /** Lets others have {@code shares}, of which nothing is in use here any more. */
  void giveBack(Set<Integer> shares);

  /** Up to which journal sequence everything of each share is in its patients' snapshots. */
  Map<Integer, Long> places(Set<Integer> shares);

  /**
   * Stores snapshots, and that those of {@code settled} contain everything up to {@code place}.
   *
   * @param settled shares of this service of which everything before is known here
   */
  void save(List<MonitorSnapshot> snapshots, Set<Integer> settled, long place);

  /** How far the journal has come, and with it time. */
  Horizon horizon();

  /**
   * A moment.
   *
   * @param lastSequence of the newest journal entry
   * @param at every later entry was received at this instant or after it
   */
  record Horizon(long lastSequence, Instant at) {}

  /**
   * Whether this service is certain to be a member still. Without asking: some seconds before
   * others may put an end to it this turns false, and true again when it has renewed.
   */
  boolean isCertain();

  /** How many other services live, as the database has it now. */
  int others();

  /** The database's clock, which all services follow: good to some milliseconds. Never blocks. */
  InstantSource clock();

  /** Gives everything back, so that others need not wait until this service counts as gone. */
  @Override
  void close();
}
