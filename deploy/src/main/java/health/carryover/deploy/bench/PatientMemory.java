package health.carryover.deploy.bench;

import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.PatientMonitor;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a patient costs in memory: idle as a snapshot, active as a monitor. Many are made and the
 * used heap after a collection is compared; other threads of the process add noise.
 *
 * @param rounds how often it is repeated, at least 1
 */
record PatientMemory(int rounds) {
  private static final int IDLE_PATIENTS = 2_000;
  private static final int ACTIVE_PATIENTS = 100;
  private static final int COLLECTIONS = 3;

  List<BenchRow> measure() {
    PatientMonitor monitor = BenchPatient.beforeLiveSession();
    BenchPatient.liveBatches().forEach(monitor::accept);
    byte[] snapshot = monitor.snapshot();
    double[] bytes = {snapshot.length};
    PatientMonitor later = PatientMonitor.restore(snapshot, MonitorSettings.DEFAULTS);
    later.accept(BenchPatient.weeksLater());
    byte[] idle = later.snapshot();
    double[] idleBytes = {idle.length};
    return List.of(
        BenchRow.ofRounds(
            "snapshot-active",
            "snapshot within a live session of an hour, ten earlier ones in 20 days",
            "bytes",
            bytes),
        BenchRow.ofRounds(
            "snapshot-idle", "snapshot three weeks after the eleventh session", "bytes", idleBytes),
        BenchRow.ofRounds(
            "heap-idle",
            "heap of an idle patient, held as a snapshot",
            "bytes",
            heapOf(IDLE_PATIENTS, idle::clone)),
        BenchRow.ofRounds(
            "heap-active",
            "heap of an active patient, held as a monitor",
            "bytes",
            heapOf(
                ACTIVE_PATIENTS,
                () -> PatientMonitor.restore(snapshot, MonitorSettings.DEFAULTS))));
  }

  private double[] heapOf(int patients, Supplier<Object> patient) {
    double[] each = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      List<Object> held = new ArrayList<>(patients);
      long before = usedAfterCollection();
      for (int i = 0; i < patients; i++) {
        held.add(patient.get());
      }
      each[round] = (double) (usedAfterCollection() - before) / held.size();
    }
    Arrays.sort(each);
    return each;
  }

  private static long usedAfterCollection() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    for (int i = 0; i < COLLECTIONS; i++) {
      memory.gc();
    }
    return memory.getHeapMemoryUsage().getUsed();
  }
}
