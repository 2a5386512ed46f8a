package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.MonitorSnapshots.MonitorSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link MonitorSnapshots} does. */
public abstract class MonitorSnapshotsContract {
  private MonitorSnapshots snapshots;

  /** A new, empty store. */
  protected abstract MonitorSnapshots create() throws Exception;

  /** The same store after it was closed and opened again. */
  protected abstract MonitorSnapshots reopen() throws Exception;

  @BeforeEach
  final void createSnapshots() throws Exception {
    snapshots = create();
  }

  @Test
  void thereIsNothingAtFirst() {
    assertThat(snapshots.checkpoint()).isZero();
    assertThat(snapshots.patients()).isEmpty();
    assertThat(snapshots.load("p-1")).isEmpty();
  }

  @Test
  void snapshotsAndCheckpointComeBackAfterReopening() throws Exception {
    byte[] large = new byte[2 * 1024 * 1024];
    new Random(1).nextBytes(large);
    snapshots.save(List.of(new MonitorSnapshot("p-1", 7, large), snapshot("p-2", 9, "")), 9);
    snapshots = reopen();
    assertThat(snapshots.patients()).containsExactlyInAnyOrder("p-1", "p-2");
    assertHolds(new MonitorSnapshot("p-1", 7, large));
    assertHolds(snapshot("p-2", 9, ""));
    assertThat(snapshots.load("p-3")).isEmpty();
    assertThat(snapshots.checkpoint()).isEqualTo(9);
  }

  @Test
  void aNewerSnapshotReplacesAnOlderOneOnly() {
    snapshots.save(List.of(snapshot("p-1", 5, "five")), 5);
    snapshots.save(List.of(snapshot("p-1", 8, "eight")), 8);
    assertHolds(snapshot("p-1", 8, "eight"));
    snapshots.save(List.of(snapshot("p-1", 6, "six")), 8);
    assertHolds(snapshot("p-1", 8, "eight"));
    snapshots.save(List.of(snapshot("p-1", 8, "eight again")), 8);
    assertHolds(snapshot("p-1", 8, "eight again"));
    assertThat(snapshots.patients()).containsExactly("p-1");
  }

  @Test
  void theCheckpointNeverMovesBack() throws Exception {
    snapshots.save(List.of(), 10);
    assertThat(snapshots.checkpoint()).isEqualTo(10);
    snapshots.save(List.of(snapshot("p-1", 4, "a")), 4);
    assertThat(snapshots.checkpoint()).isEqualTo(10);
    snapshots = reopen();
    snapshots.save(List.of(), 0);
    assertThat(snapshots.checkpoint()).isEqualTo(10);
  }

  @Test
  void anyCourseOfEventsGivesWhatTheReferenceGives() throws Exception {
    Random random = SeededRandom.of("snapshots against the reference");
    MonitorSnapshots reference = new MemoryMonitorSnapshots();
    for (int step = 0; step < 100; step++) {
      List<MonitorSnapshot> batch = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        batch.add(snapshot("p-" + random.nextInt(8), random.nextInt(200), "state " + step + i));
      }
      long checkpoint = random.nextInt(200);
      snapshots.save(batch, checkpoint);
      reference.save(batch, checkpoint);
      if (random.nextInt(20) == 0) {
        snapshots = reopen();
      }
      assertThat(snapshots.checkpoint()).isEqualTo(reference.checkpoint());
      assertThat(snapshots.patients()).containsExactlyInAnyOrderElementsOf(reference.patients());
      reference.patients().forEach(patient -> assertHolds(reference.load(patient).orElseThrow()));
    }
  }

  private void assertHolds(MonitorSnapshot expected) {
    MonitorSnapshot held = snapshots.load(expected.patient()).orElseThrow();
    assertThat(held.patient()).isEqualTo(expected.patient());
    assertThat(held.sequence()).isEqualTo(expected.sequence());
    assertThat(held.state()).isEqualTo(expected.state());
  }

  private static MonitorSnapshot snapshot(String patient, long sequence, String state) {
    return new MonitorSnapshot(patient, sequence, state.getBytes(StandardCharsets.UTF_8));
  }
}
