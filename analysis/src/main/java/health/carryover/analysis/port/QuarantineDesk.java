package health.carryover.analysis.port;

import health.carryover.analysis.port.Quarantine.Item;
import java.util.List;
import java.util.Map;

/**
 * Where people decide what becomes of what could not be used. Any thread; each call may take some
 * seconds and may throw {@link StoreUnavailableException}, after which what was done so far stays
 * done and the call can be repeated.
 */
public interface QuarantineDesk {

  /**
   * Notes how to repair what is not settled; nothing is sent yet. A later repair replaces an
   * earlier one.
   *
   * @return how many elements it was noted for
   */
  int repair(Quarantine.Query which, Repair repair, String person);

  /**
   * Settles what nobody needs.
   *
   * @return how many elements were settled
   */
  int dismiss(Quarantine.Query which, String person);

  /**
   * Sends what is not settled through the journal again, oldest first, as it was noted to be
   * repaired: whole messages, and of partly good ones the rejected elements alone. What is taken is
   * settled; the rest stays as it was. Doing it again adds nothing.
   */
  Replayed replay(Quarantine.Query which, String person);

  /**
   * How elements could be repaired, as far as their messages and their neighbours show it: a clock
   * that was wrong by a constant, an offset that was left out. Nothing is noted. Elements for which
   * nothing can be said with some confidence are absent.
   *
   * @param items of one or several messages
   */
  Map<Item, Repair> proposals(List<Item> items);

  /**
   * Notes for what is not settled the repair that is proposed for it, and replays it. What has no
   * proposal stays as it was and is not counted.
   */
  Replayed accept(Quarantine.Query which, String person);

  /**
   * What became of a replay.
   *
   * @param replayed elements that were taken
   * @param unchanged elements that still cannot be used
   * @param reasons why not, by code
   */
  record Replayed(int replayed, int unchanged, Map<String, Integer> reasons) {
    public Replayed {
      reasons = Map.copyOf(reasons);
    }
  }
}
