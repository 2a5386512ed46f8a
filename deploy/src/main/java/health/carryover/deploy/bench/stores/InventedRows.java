package health.carryover.deploy.bench.stores;

import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.Telemetry.Block;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows to store, each once, with numbers that go on rising. Confined to one thread. */
final class InventedRows {
  private static final int PAYLOAD_BYTES = 200;
  private static final int READINGS = 60;
  private static final long MILLIS = 1_000;
  private static final long BEGIN_MILLIS = 1_700_000_000_000L;
  private static final int PATIENTS = 100;

  /** Scatters consecutive numbers as digests are scattered (Knuth's multiplicative hashing). */
  private static final long SCATTER = 0x9E3779B97F4A7C15L;

  private long last;

  /** Messages with scattered identities. */
  List<JournalEntry> entries(int count) {
    List<JournalEntry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      last++;
      String digest = Long.toHexString(last * SCATTER);
      entries.add(
          new JournalEntry(
              Instant.ofEpochMilli(last),
              "carryover/v1/clinic/device-17/up/heart-rate",
              "application/json",
              Arrays.copyOf(digest.getBytes(StandardCharsets.UTF_8), PAYLOAD_BYTES),
              "device-17/" + digest,
              digest,
              "patient-17",
              List.of()));
    }
    return entries;
  }

  /** Heart rate of a minute each, of one patient after the other. */
  List<Block> blocks(int count) {
    List<Block> blocks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      last++;
      long number = last % PATIENTS;
      long minute = last / PATIENTS;
      long[] at = new long[READINGS];
      float[] bpm = new float[READINGS];
      for (int reading = 0; reading < READINGS; reading++) {
        at[reading] = BEGIN_MILLIS + (minute * READINGS + reading) * MILLIS;
        bpm[reading] = 90 + (reading * 7L + last) % 60;
      }
      blocks.add(new Block(last, "patient-" + number, "device-" + number, at, bpm));
    }
    return blocks;
  }
}
