package health.carryover.store.sql;

import health.carryover.analysis.port.PersonTraces;
import health.carryover.analysis.port.PersonTraces.Device;
import health.carryover.analysis.port.PersonTraces.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What leads to a person, as text. */
final class TracesText {
  private TracesText() {}

  static String of(PersonTraces person) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("person", person.patient());
    document.put("own", person.own().stream().map(d -> List.of(d.clinic(), d.id())).toList());
    List<Map<String, @Nullable Object>> shared = new ArrayList<>();
    for (Period period : person.shared()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("device", List.of(period.device().clinic(), period.device().id()));
      one.put("from", period.fromInclusive().toString());
      Instant to = period.toExclusive();
      one.put("to", to == null ? null : to.toString());
      shared.add(one);
    }
    document.put("shared", shared);
    return DocumentText.of(document);
  }

  static PersonTraces parse(String text) {
    Map<String, @Nullable Object> document = DocumentText.parse(text);
    Set<Device> own = new LinkedHashSet<>();
    for (Object device : list(document.get("own"))) {
      own.add(device(device));
    }
    List<Period> shared = new ArrayList<>();
    for (Object period : list(document.get("shared"))) {
      if (period instanceof Map<?, ?> one) {
        Object to = one.get("to");
        shared.add(
            new Period(
                device(one.get("device")),
                Instant.parse(String.valueOf(one.get("from"))),
                to == null ? null : Instant.parse(String.valueOf(to))));
      }
    }
    return new PersonTraces(String.valueOf(document.get("person")), own, shared);
  }

  private static Device device(@Nullable Object stored) {
    List<?> part = list(stored);
    return new Device(String.valueOf(part.get(0)), String.valueOf(part.get(1)));
  }

  private static List<?> list(@Nullable Object stored) {
    return stored instanceof List<?> list ? list : List.of();
  }
}
