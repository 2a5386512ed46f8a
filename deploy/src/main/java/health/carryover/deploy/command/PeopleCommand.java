package health.carryover.deploy.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The people with accounts at the running service, for whoever runs the machine. */
@Command(
    name = "people",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the people with accounts at the running service.",
      "invite prints a link with which a new person chooses a password and a second factor.",
      "reset takes both away and prints such a link; disable and enable say who may sign in."
    })
final class PeopleCommand implements Callable<Integer> {
  private static final String PEOPLE = "/api/v1/people";

  @Mixin private final SettingsOption settings = new SettingsOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    return list(settings);
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists them; the same as without a word.")
  int list(@Mixin SettingsOption from) throws CommandFailure, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    for (JsonNode person : ServiceCalls.of(from.read()).get(PEOPLE).path("people")) {
      out.printf(
          "%-20s %-10s %-9s %s%n",
          person.path("login").asText(),
          person.path("role").asText(),
          state(person),
          person.path("name").asText());
    }
    out.flush();
    return 0;
  }

  private static String state(JsonNode person) {
    if (person.hasNonNull("disabledAt")) {
      return "disabled";
    }
    return person.hasNonNull("invitedUntil")
        ? "invited"
        : person.path("secondFactor").asBoolean() ? "active" : "half";
  }

  @Command(
      name = "invite",
      mixinStandardHelpOptions = true,
      description = "Invites somebody new and prints the link to hand over.")
  int invite(
      @Mixin SettingsOption from,
      @Parameters(paramLabel = "LOGIN", description = "With which the person will sign in.")
          String login,
      @Option(
              names = "--name",
              required = true,
              paramLabel = "NAME",
              description = "Under which what the person does is shown.")
          String name,
      @Option(
              names = "--role",
              required = true,
              paramLabel = "ROLE",
              description = "admin, clinician, assistant or read-only.")
          String role,
      @Option(
              names = "--clinic",
              paramLabel = "ID",
              description = "Another clinic than that of the settings.")
          @Nullable String clinic)
      throws CommandFailure, InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("login", login);
    body.put("name", name);
    body.put("role", role);
    if (clinic != null) {
      body.put("clinic", clinic);
    }
    return printLink(ServiceCalls.of(from.read()).post(PEOPLE, body));
  }

  @Command(
      name = "reset",
      mixinStandardHelpOptions = true,
      description = "Takes password and second factor away and prints a link to choose new ones.")
  int reset(@Mixin SettingsOption from, @Parameters(paramLabel = "LOGIN") String login)
      throws CommandFailure, InterruptedException {
    return printLink(act(from, login, "reset"));
  }

  @Command(
      name = "disable",
      mixinStandardHelpOptions = true,
      description = "Signs the person out and lets them in no more.")
  int disable(@Mixin SettingsOption from, @Parameters(paramLabel = "LOGIN") String login)
      throws CommandFailure, InterruptedException {
    return printState(act(from, login, "disable"));
  }

  @Command(
      name = "enable",
      mixinStandardHelpOptions = true,
      description = "Lets the person in again.")
  int enable(@Mixin SettingsOption from, @Parameters(paramLabel = "LOGIN") String login)
      throws CommandFailure, InterruptedException {
    return printState(act(from, login, "enable"));
  }

  private static JsonNode act(SettingsOption from, String login, String act)
      throws CommandFailure, InterruptedException {
    ServiceCalls service = ServiceCalls.of(from.read());
    for (JsonNode person : service.get(PEOPLE).path("people")) {
      if (person.path("login").asText().equals(login)) {
        return service.post(
            PEOPLE + "/" + person.path("id").asText() + "/acts", Map.of("act", act));
      }
    }
    throw new CommandFailure("nobody has the login " + login);
  }

  private int printLink(JsonNode person) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("link   %s%n", person.path("link").asText());
    out.printf("until  %s%n", person.path("invitedUntil").asText());
    out.flush();
    return 0;
  }

  private int printState(JsonNode person) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s is %s%n", person.path("login").asText(), state(person));
    out.flush();
    return 0;
  }
}
