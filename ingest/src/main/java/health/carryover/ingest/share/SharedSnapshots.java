package health.carryover.ingest.share;

import health.carryover.analysis.port.MonitorSnapshots;
import health.carryover.analysis.port.PatientShares;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The snapshots as a service sees them that has a part of the patients: saving moves the places of
 * its settled shares alone, and nobody is its patient before a share was taken. Any thread.
 */
public final class SharedSnapshots implements MonitorSnapshots {
  private final MonitorSnapshots all;
  private final PatientShares shares;
  private volatile Set<Integer> settled = Set.of();

  public SharedSnapshots(MonitorSnapshots all, PatientShares shares) {
    this.all = all;
    this.shares = shares;
  }

  /** Of these shares everything was handed over that is handed over of any; between two saves. */
  void settle(Set<Integer> settledShares) {
    settled = Set.copyOf(settledShares);
  }

  @Override
  public void save(List<MonitorSnapshot> snapshots, long checkpoint) {
    shares.save(snapshots, settled, checkpoint);
  }

  @Override
  public Optional<MonitorSnapshot> load(String patient) {
    return all.load(patient);
  }

  @Override
  public List<String> patients() {
    return List.of();
  }

  /** Those of {@code some}. */
  List<String> patientsOf(Set<Integer> some) {
    return all.patients().stream()
        .filter(patient -> some.contains(PatientShares.of(patient)))
        .toList();
  }

  @Override
  public long checkpoint() {
    return all.checkpoint();
  }
}
