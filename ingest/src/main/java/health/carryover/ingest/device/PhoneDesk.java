package health.carryover.ingest.device;

import health.carryover.analysis.port.DeviceIntake;
import health.carryover.analysis.port.Enrolments;
import health.carryover.analysis.port.EventIntake.Taken;
import health.carryover.analysis.port.PatientPhone;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A phone comes in by the device's own door and sends what the device could. Any thread. */
public final class PhoneDesk implements PatientPhone {
  private final DeviceDoor door;
  private final Enrolments enrolments;
  private final DeviceIntake intake;
  private final InstantSource clock;

  public PhoneDesk(
      DeviceDoor door, Enrolments enrolments, DeviceIntake intake, InstantSource clock) {
    this.door = door;
    this.enrolments = enrolments;
    this.intake = intake;
    this.clock = clock;
  }

  @Override
  public Entry enter(String device, String secret, String from) {
    return switch (door.ask(device, secret, from)) {
      case TOO_MANY -> Refused.TOO_MANY;
      case REFUSED -> Refused.UNKNOWN;
      case ADMITTED -> enrolled(device);
    };
  }

  private Entry enrolled(String device) {
    Optional<String> clinic = door.clinicOf(device);
    if (clinic.isEmpty()) {
      return Refused.UNKNOWN;
    }
    return enrolments
        .patientOf(clinic.get(), device, clock.instant())
        .<Entry>map(patient -> new Admitted(clinic.get(), device, patient))
        .orElse(Refused.NOT_ENROLLED);
  }

  @Override
  public CompletionStage<Taken> send(Admitted phone, String stream, byte[] payload) {
    return intake.fromDevice(phone.clinic(), phone.device(), stream, payload);
  }
}
