package health.carryover.deploy.export;

import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.ingest.codec.EventWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Events as lines that {@code analyze} reads. Heart rate goes without the sender's keys, which
 * decide nothing there, and in pieces: a message may come in several parts under one key, and what
 * was compact on the way in may be longer than a line may be. Any thread.
 */
final class EventLines {
  /** A reading takes up to 45 bytes, a line may have 256 KiB. */
  private static final int MOST_READINGS = 4_000;

  private final EventWriter writer = new EventWriter();

  List<String> of(String patient, ReceivedEvent received) {
    if (!(received.event() instanceof HeartRateSamples samples)) {
      return List.of(writer.line(patient, received));
    }
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < samples.size(); from += MOST_READINGS) {
      HeartRateSamples piece = piece(samples, from, Math.min(samples.size(), from + MOST_READINGS));
      lines.add(
          writer.line(
              patient,
              new ReceivedEvent(
                  piece, received.device(), received.receivedAt(), null, null, null)));
    }
    return lines;
  }

  private static HeartRateSamples piece(HeartRateSamples samples, int from, int to) {
    long[] at = new long[to - from];
    float[] bpm = new float[to - from];
    Arrays.setAll(at, i -> samples.atMillis(from + i));
    for (int i = 0; i < bpm.length; i++) {
      bpm[i] = samples.bpm(from + i);
    }
    return new HeartRateSamples(at, bpm, samples.sensor());
  }
}
