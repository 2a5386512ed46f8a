package health.carryover.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random records in some logs that share their chunks, beside plain lists. */
final class RecordLogTest {
  private static final int LOGS = 5;
  private static final int STEPS = 20_000;
  private static final int LONGEST = 2_000;

  private final Random random = SeededRandom.of("record log");

  @Test
  void recordsAreThoseOfAListWhateverIsRemovedWhen() {
    RecordLog.Chunks chunks = new RecordLog.Chunks(20L * RecordLog.CHUNK_BYTES);
    List<RecordLog> logs = new ArrayList<>();
    List<List<byte[]>> model = new ArrayList<>();
    for (int i = 0; i < LOGS; i++) {
      logs.add(new RecordLog(chunks));
      model.add(new ArrayList<>());
    }
    for (int step = 0; step < STEPS; step++) {
      int which = random.nextInt(LOGS);
      RecordLog log = logs.get(which);
      List<byte[]> records = model.get(which);
      if (random.nextInt(4) == 0) {
        int count = random.nextInt(records.size() + 1);
        log.removeFirst(count);
        records.subList(0, count).clear();
      } else {
        byte[] record = new byte[random.nextInt(random.nextInt(10) == 0 ? LONGEST : 200)];
        random.nextBytes(record);
        log.add(record);
        records.add(record);
      }
      assertThat(log.records()).isEqualTo(records.size());
      assertThat(log.all()).containsExactlyElementsOf(records);
    }
    logs.forEach(log -> log.removeFirst(log.records()));
    assertThat(chunks.takenBytes()).as("given back").isZero();
  }
}
