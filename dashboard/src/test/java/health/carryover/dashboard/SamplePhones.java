package health.carryover.dashboard;

import health.carryover.analysis.port.DeviceDesk.Device;
import health.carryover.analysis.port.EventIntake.Taken;
import health.carryover.analysis.port.PatientPhone;
import health.carryover.analysis.port.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Phones of the sample desk; what they send is noted. */
public final class SamplePhones implements PatientPhone {
  public final List<String> sent = new CopyOnWriteArrayList<>();
  private final SampleDesk desk;
  private volatile boolean away;

  SamplePhones(SampleDesk desk) {
    this.desk = desk;
  }

  /** From now on nothing becomes durable. */
  public void loseJournal() {
    away = true;
  }

  /** From now on messages become durable again. */
  public void findJournal() {
    away = false;
  }

  @Override
  public Entry enter(String device, String secret, String from) {
    if (secret.equals("guessed too often")) {
      return Refused.TOO_MANY;
    }
    if (!secret.equals("a secret")) {
      return Refused.UNKNOWN;
    }
    return desk.devices(RunningDashboard.CLINIC).stream()
        .filter(held -> held.id().equals(device))
        .findFirst()
        .map(Device::patient)
        .<Entry>map(patient -> new Admitted(RunningDashboard.CLINIC, device, patient))
        .orElse(Refused.NOT_ENROLLED);
  }

  @Override
  public CompletionStage<Taken> send(Admitted phone, String stream, byte[] payload) {
    if (away) {
      return CompletableFuture.failedFuture(
          new StoreUnavailableException("away", new IllegalStateException()));
    }
    sent.add(phone.patient() + " " + stream + " " + new String(payload, StandardCharsets.UTF_8));
    return CompletableFuture.completedFuture(
        stream.equals("dreams")
            ? new Taken("quarantined", List.of("stream.unknown"))
            : new Taken("accepted", List.of()));
  }
}
