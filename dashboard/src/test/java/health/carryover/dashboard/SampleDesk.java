package health.carryover.dashboard;

import health.carryover.analysis.port.DeviceDesk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A desk with one code for each patient, the patient's id in capitals. */
public final class SampleDesk implements DeviceDesk {
  private final Map<String, String> patients = new HashMap<>();
  private final List<Device> devices = new ArrayList<>();
  volatile boolean full;

  @Override
  public synchronized Optional<Code> code(String clinic, String patient) {
    if (full) {
      return Optional.empty();
    }
    String code = patient.toUpperCase(java.util.Locale.ROOT);
    patients.put(code, patient);
    return Optional.of(new Code(code, RunningDashboard.START.plusSeconds(900)));
  }

  @Override
  public synchronized Claim claim(String code, String device, String from) {
    if (full) {
      return new Claim.Refused(Reason.TOO_MANY);
    }
    if (!patients.containsKey(code)) {
      return new Claim.Refused(Reason.CODE_UNKNOWN);
    }
    if (devices.stream().anyMatch(held -> held.id().equals(device))) {
      return new Claim.Refused(Reason.DEVICE_TAKEN);
    }
    devices.add(
        new Device(device, patients.remove(code), RunningDashboard.START, null, Duration.ZERO));
    return new Claim.Granted(RunningDashboard.CLINIC, device, "a secret");
  }

  @Override
  public synchronized List<Device> devices(String clinic) {
    return List.copyOf(devices);
  }

  @Override
  public synchronized boolean revoke(String clinic, String device) {
    return devices.removeIf(held -> held.id().equals(device));
  }

  @Override
  public BrokerPlace broker() {
    return new BrokerPlace("broker.example", 8883, Encryption.TLS);
  }
}
