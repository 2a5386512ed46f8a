package health.carryover.deploy.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the installation says to a device on {@code down/sync}.
 *
 * @param durableSeq every number up to it is stored
 * @param beyond numbers above a gap that are stored too
 * @param reasons how often each code was given
 */
record DeviceCursor(
    long durableSeq,
    long beyond,
    long accepted,
    long duplicates,
    long quarantined,
    Map<String, Long> reasons) {
  /** Before anything was said. */
  static final DeviceCursor NONE = new DeviceCursor(0, 0, 0, 0, 0, Map.of());

  static DeviceCursor of(JsonNode told) {
    long beyond = 0;
    for (JsonNode stretch : told.path("stored")) {
      beyond += stretch.path(1).asLong() - stretch.path(0).asLong() + 1;
    }
    Map<String, Long> reasons = new TreeMap<>();
    for (Map.Entry<String, JsonNode> reason : told.path("reasons").properties()) {
      reasons.put(reason.getKey(), reason.getValue().asLong());
    }
    return new DeviceCursor(
        told.path("durableSeq").asLong(),
        beyond,
        told.path("accepted").asLong(),
        told.path("duplicates").asLong(),
        told.path("quarantined").asLong(),
        reasons);
  }

  /** How many numbered messages are stored. */
  long numbersStored() {
    return durableSeq + beyond;
  }
}
