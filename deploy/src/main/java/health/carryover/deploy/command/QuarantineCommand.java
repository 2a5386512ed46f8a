package health.carryover.deploy.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the running service could not use, and what to do about it. */
@Command(
    name = "quarantine",
    mixinStandardHelpOptions = true,
    description = {
      "Lists what arrived at the running service and could not be used, newest first.",
      "repair notes how to mend it, replay sends it through the journal again, dismiss settles it.",
      "accept takes the repairs that are proposed beside items and replays them at once."
    })
final class QuarantineCommand implements Callable<Integer> {
  @Mixin private final SettingsOption settings = new SettingsOption();
  @Mixin private final Which which = new Which();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many to list (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only what is open, repaired, replayed or dismissed.")
  private @Nullable String state;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Which elements are meant. */
  static final class Which {
    @Option(names = "--code", paramLabel = "CODE", description = "Only with this code.")
    private @Nullable String code;

    @Option(names = "--device", paramLabel = "ID", description = "Only from this device.")
    private @Nullable String device;

    Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      if (code != null) {
        fields.put("code", code);
      }
      if (device != null) {
        fields.put("device", device);
      }
      return fields;
    }
  }

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    return list();
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists it; the same as without a word.")
  int list(
      @Mixin SettingsOption from,
      @Mixin Which wanted,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "20") int most,
      @Option(names = "--state", paramLabel = "STATE") @Nullable String inState)
      throws CommandFailure, InterruptedException {
    return list(from, wanted, most, inState, spec.commandLine().getOut());
  }

  private int list() throws CommandFailure, InterruptedException {
    return list(settings, which, limit, state, spec.commandLine().getOut());
  }

  private static int list(
      SettingsOption from, Which wanted, int most, @Nullable String inState, PrintWriter out)
      throws CommandFailure, InterruptedException {
    Map<String, Object> query = wanted.fields();
    query.put("limit", Math.max(1, most));
    if (inState != null) {
      query.put("state", inState);
    }
    StringJoiner asked = new StringJoiner("&", "?", "");
    query.forEach((name, value) -> asked.add(name + "=" + encoded(String.valueOf(value))));
    JsonNode body = ServiceCalls.of(from.read()).get("/api/v1/quarantine" + asked);
    JsonNode counts = body.path("counts");
    counts
        .fieldNames()
        .forEachRemaining(
            code ->
                out.printf(
                    "%8d  %s%s%n",
                    counts.path(code).asLong(), code, states(body.path("states").path(code))));
    for (JsonNode item : body.path("items")) {
      out.printf(
          "%s  #%d%s  %s  %s  %s  %s%s%n",
          item.path("receivedAt").asText(),
          item.path("sequence").asLong(),
          item.path("element").asInt() < 0 ? "" : "[" + item.path("element").asInt() + "]",
          item.path("state").asText(),
          item.path("channel").asText(),
          item.path("code").asText(),
          item.path("reason").asText(),
          proposal(item.path("proposal")));
    }
    if (body.path("items").isEmpty()) {
      out.println("nothing is in quarantine");
    }
    out.flush();
    return 0;
  }

  private static String proposal(JsonNode proposal) {
    if (proposal.has("offset")) {
      return "  proposal: --offset " + proposal.path("offset").asText();
    }
    return proposal.has("shiftSeconds")
        ? "  proposal: --shift " + proposal.path("shiftSeconds").asLong()
        : "";
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static String states(JsonNode states) {
    StringJoiner words = new StringJoiner(", ", "  (", ")").setEmptyValue("");
    states
        .fieldNames()
        .forEachRemaining(state -> words.add(states.path(state).asLong() + " " + state));
    return words.toString();
  }

  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description = {
        "Sends what is not settled through the journal again, for example after late enrolment.",
        "Doing it twice adds nothing."
      })
  int replay(@Mixin SettingsOption from, @Mixin Which wanted)
      throws CommandFailure, InterruptedException {
    return replayed(
        ServiceCalls.of(from.read()).post("/api/v1/quarantine/replay", wanted.fields()));
  }

  @Command(
      name = "accept",
      mixinStandardHelpOptions = true,
      description = "Takes what is proposed beside items and replays it; give --code or --device.")
  int accept(@Mixin SettingsOption from, @Mixin Which wanted)
      throws CommandFailure, InterruptedException {
    return replayed(
        ServiceCalls.of(from.read()).post("/api/v1/quarantine/accept", wanted.fields()));
  }

  private int replayed(JsonNode done) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%d replayed, %d unchanged%n",
        done.path("replayed").asLong(), done.path("unchanged").asLong());
    JsonNode reasons = done.path("reasons");
    reasons
        .fieldNames()
        .forEachRemaining(code -> out.printf("%8d  %s%n", reasons.path(code).asLong(), code));
    out.flush();
    return 0;
  }

  @Command(
      name = "repair",
      mixinStandardHelpOptions = true,
      description = "Notes how to mend what is not settled; the next replay applies it.")
  int repair(
      @Mixin SettingsOption from,
      @Mixin Which wanted,
      @Option(
              names = "--offset",
              paramLabel = "OFFSET",
              description = "Give times without an offset this one, such as +01:00.")
          @Nullable String offset,
      @Option(
              names = "--shift",
              paramLabel = "SECONDS",
              description = "Move every time by so many seconds.")
          @Nullable Integer shift,
      @Option(
              names = "--field",
              paramLabel = "FOUND=WANTED",
              description = "Call this field as the contract does; may be repeated.")
          @Nullable Map<String, String> fields,
      @Option(
              names = "--value",
              paramLabel = "FIELD:FOUND=WANTED",
              description = "Replace this value of a field; may be repeated.")
          @Nullable Map<String, String> values)
      throws CommandFailure, InterruptedException {
    Map<String, Object> body = wanted.fields();
    if (offset != null) {
      body.put("offset", offset);
    }
    if (shift != null) {
      body.put("shiftSeconds", shift);
    }
    if (fields != null) {
      body.put("fields", fields);
    }
    if (values != null) {
      body.put("values", byField(values));
    }
    JsonNode done = ServiceCalls.of(from.read()).post("/api/v1/quarantine/repair", body);
    return said("%d repaired; replay sends them%n", done.path("repaired"));
  }

  private Map<String, Map<String, String>> byField(Map<String, String> values) {
    Map<String, Map<String, String>> byField = new TreeMap<>();
    values.forEach(
        (key, wanted) -> {
          int colon = key.indexOf(':');
          if (colon < 1) {
            throw new ParameterException(
                spec.commandLine(), "--value is FIELD:FOUND=WANTED, such as slot:am=before");
          }
          byField
              .computeIfAbsent(key.substring(0, colon), field -> new TreeMap<>())
              .put(key.substring(colon + 1), wanted);
        });
    return byField;
  }

  @Command(
      name = "dismiss",
      mixinStandardHelpOptions = true,
      description = "Settles what nobody needs; give --code or --device.")
  int dismiss(@Mixin SettingsOption from, @Mixin Which wanted)
      throws CommandFailure, InterruptedException {
    JsonNode done =
        ServiceCalls.of(from.read()).post("/api/v1/quarantine/dismiss", wanted.fields());
    return said("%d dismissed%n", done.path("dismissed"));
  }

  private int said(String words, JsonNode count) {
    spec.commandLine().getOut().printf(words, count.asLong());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
