package health.carryover.analysis.port;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Credentials in memory. Any thread. */
public final class MemoryDeviceCredentials implements DeviceCredentials {
  private final Map<String, DeviceCredential> credentials = new TreeMap<>();

  @Override
  public synchronized boolean put(DeviceCredential credential) {
    DeviceCredential held = credentials.get(credential.device());
    if (held != null && !held.clinic().equals(credential.clinic())) {
      return false;
    }
    credentials.put(credential.device(), credential);
    return true;
  }

  @Override
  public synchronized void revoke(String clinic, String device, Instant at) {
    credentials.computeIfPresent(
        device,
        (id, held) ->
            held.clinic().equals(clinic) && held.counts()
                ? new DeviceCredential(id, clinic, held.secretHash(), held.issuedAt(), at)
                : held);
  }

  synchronized long erase(String device) {
    return credentials.remove(device) == null ? 0 : 1;
  }

  @Override
  public synchronized Optional<DeviceCredential> find(String device) {
    return Optional.ofNullable(credentials.get(device));
  }

  @Override
  public synchronized List<DeviceCredential> ofClinic(String clinic) {
    return credentials.values().stream().filter(held -> held.clinic().equals(clinic)).toList();
  }
}
