package health.carryover.deploy.command;

import health.carryover.deploy.config.Settings;
import health.carryover.deploy.log.LogLevels;
import health.carryover.deploy.service.Certificates;
import health.carryover.deploy.simulate.Simulation;
import health.carryover.deploy.simulate.SimulationPlan;
import health.carryover.deploy.simulate.SimulationResult;
import health.carryover.deploy.tls.UnusableKeyException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** An invented clinic against any installation. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Lets an invented clinic join an installation and send its last days badly on purpose: late,"
          + " twice, swapped, cut off in the middle, with times that cannot be right, malformed, with a"
          + " clock that is off.",
      "Then it looks what became of it and prints which promises were kept, what was lost, and a"
          + " score. Exits with 0 if all were kept.",
      "The invented patients stay: use an installation that is there for trying."
    })
final class SimulateCommand implements Callable<Integer> {
  private static final int SEEDS = 1_000_000;
  private static final int DIGITS = 36;
  private static final String TOKEN = "CARRYOVER_SIMULATE_TOKEN";

  @Mixin private final SettingsOption settings = new SettingsOption();

  @Option(
      names = "--api",
      paramLabel = "URL",
      description = {
        "The installation, such as https://carryover.example.org, if it is not the one of the",
        "settings; its admin token is in the environment as CARRYOVER_SIMULATE_TOKEN."
      })
  private @Nullable URI api;

  @Option(
      names = "--broker",
      paramLabel = "URL",
      description = "The broker, mqtt://HOST:PORT or mqtts, if not the one devices are told.")
  private @Nullable URI broker;

  @Option(
      names = "--patients",
      paramLabel = "N",
      description = {
        "How many patients, with two devices each (default: ${DEFAULT-VALUE}). Ten devices a minute",
        "may join from one place."
      })
  private int patients = 5;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "How many days of their past they send, 2 to 6 (default: ${DEFAULT-VALUE}).")
  private int days = 5;

  @Option(names = "--seed", paramLabel = "N", description = "The chance of it, to do it again.")
  private @Nullable Long seed;

  @Option(
      names = "--patience",
      paramLabel = "S",
      description = "Seconds to wait for each answer at the most (default: ${DEFAULT-VALUE}).")
  private int patience = 60;

  @Option(
      names = "--no-clocks",
      description = "Leaves out a device whose clock is off, which takes more than a minute.")
  private boolean noClocks;

  @Option(names = "--json", description = "One JSON object instead of a table.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    LogLevels.write("error");
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    PrintWriter err = spec.commandLine().getErr();
    try {
      SimulationResult result =
          new Simulation(installation(now), plan(), now, step -> err.println(step)).run();
      PrintWriter out = spec.commandLine().getOut();
      out.print(json ? result.json() + System.lineSeparator() : result.table());
      out.flush();
      return result.conforms() ? 0 : Carryover.FAILED;
    } catch (IOException failed) {
      throw new CommandFailure("the installation cannot be used: " + failed.getMessage());
    }
  }

  private SimulationPlan plan() {
    long chance = seed == null ? new SecureRandom().nextInt(SEEDS) : seed;
    // Two runs must not meet in one installation, with the same seed either.
    String run = Long.toString(System.currentTimeMillis(), DIGITS);
    try {
      return new SimulationPlan(
          chance,
          run,
          patients,
          days,
          Duration.ofSeconds(patience),
          noClocks ? SimulationPlan.Clocks.LEFT_OUT : SimulationPlan.Clocks.TRIED);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private HttpInstallation installation(Instant now) throws CommandFailure, IOException {
    if (api != null) {
      String token = System.getenv(TOKEN);
      if (token == null || token.isBlank()) {
        throw new CommandFailure("with --api the installation's admin token is needed in " + TOKEN);
      }
      return new HttpInstallation(ServiceCalls.at(api, token), asJavaTrusts(), broker);
    }
    Settings read = settings.read();
    try {
      SSLContext own = Certificates.read(read, now).toThisService();
      return new HttpInstallation(
          ServiceCalls.of(read), own == null ? asJavaTrusts() : own, broker);
    } catch (UnusableKeyException unusable) {
      throw new CommandFailure(String.valueOf(unusable.getMessage()));
    }
  }

  private static SSLContext asJavaTrusts() throws IOException {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException none) {
      throw new IOException("this Java knows no TLS", none);
    }
  }
}
