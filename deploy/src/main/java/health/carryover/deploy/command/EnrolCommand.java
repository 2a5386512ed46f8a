package health.carryover.deploy.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Gives a device to a patient of the running service. */
@Command(
    name = "enrol",
    mixinStandardHelpOptions = true,
    description = {
      "Adds a patient to the running service, if new, and gives the patient a device: the one with"
          + " --device, or any that joins with the code that is printed, once, within 15 minutes."
    })
final class EnrolCommand implements Callable<Integer> {
  @Mixin private final SettingsOption settings = new SettingsOption();

  @Option(
      names = "--patient",
      required = true,
      paramLabel = "ID",
      description = "The patient's pseudonymous id.")
  private String patient = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the clinician reads; needed for a new patient.")
  private @Nullable String name;

  @Option(
      names = "--device",
      paramLabel = "ID",
      description = "The device, as it stands in its topics; without it a code to join is printed.")
  private @Nullable String device;

  @Option(names = "--qr", description = "Draws the code to join as a QR code, for a phone.")
  private boolean qr;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      defaultValue = "1970-01-01T00:00:00Z",
      description =
          "From when on what the device says is about this patient, such as"
              + " 2026-01-31T08:00:00Z (default: always).")
  private String from = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    Instant since = since();
    if (device != null && qr) {
      throw new ParameterException(
          spec.commandLine(), "--qr is for a code to join, without --device");
    }
    ServiceCalls service = ServiceCalls.of(settings.read());
    if (name != null) {
      service.post("/api/v1/patients", Map.of("id", patient, "displayName", name));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (device == null) {
      join(service.post("/api/v1/enrolments/codes", Map.of("patient", patient)), out);
    } else {
      service.post(
          "/api/v1/enrolments",
          Map.of("device", device, "patient", patient, "from", since.toString()));
      out.printf("%s speaks for %s from %s on%n", device, patient, since);
    }
    out.flush();
    return 0;
  }

  private void join(JsonNode code, PrintWriter out) {
    String uri = code.path("uri").asText();
    if (qr) {
      out.print(QrDrawing.of(uri));
    }
    out.printf("code   %s%n", code.path("code").asText());
    out.printf("until  %s%n", code.path("expiresAt").asText());
    out.printf("for QR %s%n", uri);
    out.printf("phone  %s%n", code.path("phone").asText());
  }

  private Instant since() {
    try {
      return Instant.parse(from);
    } catch (DateTimeParseException wrong) {
      throw new ParameterException(
          spec.commandLine(), "--from is a time such as 2026-01-31T08:00:00Z");
    }
  }
}
