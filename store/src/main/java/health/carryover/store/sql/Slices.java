package health.carryover.store.sql;

import java.util.ArrayList;
import java.util.List;

/** Long lists in parts that one statement can take. */
public final class Slices {
  private Slices() {}

  /**
   * The list in its order, as views of it.
   *
   * @param most elements of each, at least 1; all but the last have so many
   */
  public static <T> List<List<T>> of(List<T> list, int most) {
    List<List<T>> slices = new ArrayList<>();
    for (int from = 0; from < list.size(); from += most) {
      slices.add(list.subList(from, Math.min(list.size(), from + most)));
    }
    return slices;
  }
}
