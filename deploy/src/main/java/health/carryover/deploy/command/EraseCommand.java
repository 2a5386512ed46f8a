package health.carryover.deploy.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
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
      "Erases a patient from everything that the running service keeps, then searches every store"
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

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    if (!PATIENT.matcher(patient).matches() || !yes) {
      throw new ParameterException(
          spec.commandLine(), "PATIENT has letters, digits, _ and -, up to 64");
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
    boolean done = erasure.path("state").asText().equals("done");
    out.println(done ? "Erased: every store was searched, 0 left" : "Not complete");
    out.flush();
    return done ? 0 : Carryover.FAILED;
  }

  private static void counts(PrintWriter out, String word, JsonNode counts) {
    counts
        .fieldNames()
        .forEachRemaining(
            kind -> out.printf("%8d  %s  %s%n", counts.path(kind).asLong(), word, kind));
  }
}
