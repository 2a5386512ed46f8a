package health.carryover.deploy.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the running service could not use. */
@Command(
    name = "quarantine",
    mixinStandardHelpOptions = true,
    description = "Lists what arrived at the running service and could not be used, newest first.")
final class QuarantineCommand implements Callable<Integer> {
  @Mixin private final SettingsOption settings = new SettingsOption();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many to list (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    JsonNode body =
        ServiceCalls.of(settings.read()).get("/api/v1/quarantine?limit=" + Math.max(1, limit));
    PrintWriter out = spec.commandLine().getOut();
    JsonNode counts = body.path("counts");
    counts
        .fieldNames()
        .forEachRemaining(code -> out.printf("%8d  %s%n", counts.path(code).asLong(), code));
    for (JsonNode item : body.path("items")) {
      out.printf(
          "%s  #%d%s  %s  %s  %s%n",
          item.path("receivedAt").asText(),
          item.path("sequence").asLong(),
          item.path("element").asInt() < 0 ? "" : "[" + item.path("element").asInt() + "]",
          item.path("channel").asText(),
          item.path("code").asText(),
          item.path("reason").asText());
    }
    if (body.path("items").isEmpty()) {
      out.println("nothing is in quarantine");
    }
    out.flush();
    return 0;
  }
}
