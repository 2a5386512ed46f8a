package health.carryover.deploy.command;

import com.fasterxml.jackson.databind.JsonNode;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.erasure.ErasureNotes;
import health.carryover.deploy.erasure.ErasureRun;
import health.carryover.deploy.erasure.RunningParts;
import health.carryover.deploy.erasure.StoppedErasure;
import health.carryover.deploy.service.StoreChoice;
import health.carryover.store.influx.InfluxTelemetry;
import health.carryover.store.sql.SqlStores;
import health.carryover.store.sql.StoreOpenException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A person, out of everything that is kept. */
@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    description = {
      "Erases a patient from everything that the running service (--stopped: the stopped one) keeps, then searches every store"
          + " for what is left: exits with 0 only if there is nothing.",
      "There is no way back. Devices that were the patient's alone have to be enrolled anew."
    })
final class EraseCommand implements Callable<Integer> {
  private static final Pattern PATIENT = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final long LOOK_MILLIS = 100;

  @Mixin private final SettingsOption settings = new SettingsOption();

  @Parameters(paramLabel = "PATIENT", description = "The patient's pseudonymous id.")
  private String patient = "";

  @Option(names = "--yes", required = true, description = "You mean it.")
  private boolean yes;

  @Option(
      names = "--stopped",
      description =
          "The service is stopped: erase from its stores. What an MQTT broker keeps of the devices"
              + " stays; it names no patient.")
  private boolean stopped;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    if (!PATIENT.matcher(patient).matches() || !yes) {
      throw new ParameterException(
          spec.commandLine(), "PATIENT has letters, digits, _ and -, up to 64");
    }
    if (stopped) {
      return eraseFromStores(settings.read());
    }
    ServiceCalls service = ServiceCalls.of(settings.read());
    JsonNode begun = service.post("/api/v1/erasures", Map.of("patient", patient));
    String path = "/api/v1/erasures/" + begun.path("id").asText();
    JsonNode erasure = service.get(path);
    while (erasure.path("state").asText().equals("running")) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      erasure = service.get(path);
    }
    return tell(erasure);
  }

  private int eraseFromStores(Settings read) throws CommandFailure, InterruptedException {
    try (SqlStores stores = StoreChoice.open(read, () -> false)) {
      Optional<InfluxTelemetry> server = StoreChoice.telemetry(read, stores);
      try {
        ErasureRun.Outcome outcome =
            new StoppedErasure(
                    stores,
                    server.map(RunningParts::only).orElse(RunningParts.NONE),
                    new ErasureNotes(read.dataFolder().resolve(ErasureNotes.FILE)))
                .erase(patient, Instant.now())
                .orElseThrow(() -> new CommandFailure("nothing is kept of that patient"));
        return tell(outcome);
      } finally {
        server.ifPresent(InfluxTelemetry::close);
      }
    } catch (StoreOpenException unusable) {
      throw new CommandFailure(String.valueOf(unusable.getMessage()));
    } catch (StoreUnavailableException | IOException inTheWay) {
      throw new CommandFailure(
          "it is not complete: "
              + inTheWay.getMessage()
              + "; mend it and erase the patient again, or start the service");
    }
  }

  private int tell(ErasureRun.Outcome outcome) {
    PrintWriter out = spec.commandLine().getOut();
    outcome.removed().forEach((kind, count) -> count(out, "removed", kind, count));
    outcome.left().forEach((kind, count) -> count(out, "left", kind, count));
    return end(out, outcome.left().isEmpty());
  }

  private static int end(PrintWriter out, boolean done) {
    out.println(done ? "Erased: every store was searched, 0 left" : "Not complete");
    out.flush();
    return done ? 0 : Carryover.FAILED;
  }

  private static void count(PrintWriter out, String word, String kind, long count) {
    out.printf("%8d  %s  %s%n", count, word, kind);
  }

  private int tell(JsonNode erasure) throws CommandFailure {
    PrintWriter out = spec.commandLine().getOut();
    if (erasure.path("problem").isTextual()) {
      throw new CommandFailure(
          "it is not complete: "
              + erasure.path("problem").asText()
              + "; mend it and erase the patient again");
    }
    counts(out, "removed", erasure.path("removed"));
    counts(out, "left", erasure.path("left"));
    long came = erasure.path("cameMeanwhile").asLong();
    if (came > 0) {
      out.printf(
          "%d messages came from the patient's devices meanwhile: they are in quarantine as of an"
              + " unknown device%n",
          came);
    }
    return end(out, erasure.path("state").asText().equals("done"));
  }

  private static void counts(PrintWriter out, String word, JsonNode counts) {
    counts
        .fieldNames()
        .forEachRemaining(kind -> count(out, word, kind, counts.path(kind).asLong()));
  }
}
