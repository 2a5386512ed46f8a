package health.carryover.ingest.codec;

import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.Rejection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the readings of one message; keeps the neighbours of those that cannot be used. */
final class ReadingCollector {
  private final List<Rejection> rejections = new ArrayList<>();
  private final int listedRejections;
  private final Selection wanted;
  private final long[] atMillis;
  private final float[] bpm;
  private int size;
  private int gaps;
  private int implausible;
  private int rejected;

  ReadingCollector(int mostReadings, int listedRejections, Selection wanted) {
    this.wanted = wanted;
    this.atMillis = new long[mostReadings];
    this.bpm = new float[mostReadings];
    this.listedRejections = listedRejections;
  }

  /** Takes a JSON value as the heart rate at that time; null is a gap. */
  void take(int element, long millis, @Nullable Object value) {
    if (!wanted.includes(element)) {
      return;
    }
    if (value == null) {
      gaps++;
    } else if (!(value instanceof Number number)) {
      reject(element, RejectionCode.FIELD_TYPE);
    } else if (!HeartRateSamples.isReading(number.floatValue())) {
      implausible++;
      reject(element, RejectionCode.HEART_RATE_IMPLAUSIBLE);
    } else {
      atMillis[size] = millis;
      bpm[size] = number.floatValue();
      size++;
    }
  }

  void reject(int element, RejectionCode code) {
    if (!wanted.includes(element)) {
      return;
    }
    rejected++;
    if (rejections.size() < listedRejections) {
      rejections.add(code.ofElement(element));
    }
  }

  Content content(HeartRateSamples.Sensor sensor) {
    List<PatientEvent> events =
        size == 0
            ? List.of()
            : List.of(
                new HeartRateSamples(
                    Arrays.copyOf(atMillis, size), Arrays.copyOf(bpm, size), sensor));
    return new Content(
        events, rejections, new Counts(size, gaps, implausible, rejected), Timing.OF_SENDER);
  }
}
