package health.carryover.deploy.command;

import health.carryover.deploy.bench.BenchReport;
import health.carryover.deploy.bench.BenchRow;
import health.carryover.deploy.bench.CoreBench;
import health.carryover.deploy.bench.Rounds;
import health.carryover.deploy.bench.fairness.FairnessBench;
import health.carryover.deploy.bench.fairness.FairnessPart;
import health.carryover.deploy.bench.fairness.FairnessPlan;
import health.carryover.deploy.bench.fairness.FairnessReport;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsException;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.log.LogLevels;
import health.carryover.deploy.service.ServiceStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures on this machine. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures on this machine. core: the calculating core on one thread, beside the limit of a",
      "plain loop. fairness: how late live alerts come while phones upload what they held back,",
      "through the whole service with its own broker, beside the same without any upload. On a",
      "machine that does other work too, compare the ratios."
    })
final class BenchCommand implements Callable<Integer> {
  private static final String CORE = "core";

  private static final String FAIRNESS = "fairness";

  @Parameters(
      paramLabel = "core|fairness",
      arity = "0..1",
      description = "What to measure: core, about a minute (default); fairness, some minutes.")
  private String what = CORE;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "core: how often each is measured (default: ${DEFAULT-VALUE}).")
  private int rounds = 7;

  @Option(
      names = "--round-ms",
      paramLabel = "MS",
      description = "core: how long one round lasts at least (default: ${DEFAULT-VALUE}).")
  private int roundMillis = 700;

  @Option(
      names = "--phones",
      paramLabel = "N",
      description = "fairness: how many phones upload (default: ${DEFAULT-VALUE}).")
  private int phones = FairnessPlan.STANDARD.phones();

  @Option(
      names = "--held-hours",
      paramLabel = "H",
      description = "fairness: heart rate each of them holds (default: ${DEFAULT-VALUE}).")
  private long heldHours = FairnessPlan.STANDARD.held().toHours();

  @Option(
      names = "--sessions",
      paramLabel = "N",
      description = "fairness: live sessions beside them (default: ${DEFAULT-VALUE}).")
  private int sessions = FairnessPlan.STANDARD.sessions();

  @Option(
      names = "--alerts",
      paramLabel = "N",
      description = "fairness: alerts timed in each part (default: ${DEFAULT-VALUE}).")
  private int alerts = FairnessPlan.STANDARD.alerts();

  @Option(names = "--json", description = "One JSON object instead of a table.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    return switch (what) {
      case CORE -> core();
      case FAIRNESS -> fairness();
      default ->
          throw new ParameterException(spec.commandLine(), "\"" + what + "\" cannot be measured");
    };
  }

  private int core() {
    if (rounds < 1 || roundMillis < 1) {
      throw new ParameterException(spec.commandLine(), "rounds and their length are at least 1");
    }
    PrintWriter err = spec.commandLine().getErr();
    List<BenchRow> rows =
        new CoreBench(new Rounds(rounds, Duration.ofMillis(roundMillis).toNanos()))
            .run(name -> err.println("measuring: " + name));
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? BenchReport.json(rows) + System.lineSeparator() : BenchReport.table(rows));
    out.flush();
    return 0;
  }

  private int fairness() throws CommandFailure, InterruptedException {
    FairnessPlan plan;
    try {
      plan =
          new FairnessPlan(
              phones, Duration.ofHours(heldHours), sessions, alerts, FairnessPlan.STANDARD.apart());
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
    }
    LogLevels.write("warn");
    PrintWriter err = spec.commandLine().getErr();
    try (TemporaryFolder data = TemporaryFolder.make()) {
      List<FairnessPart> parts =
          FairnessBench.run(settings(data.path()), plan, name -> err.println("measuring: " + name));
      PrintWriter out = spec.commandLine().getOut();
      out.print(
          json ? FairnessReport.json(parts) + System.lineSeparator() : FairnessReport.table(parts));
      out.flush();
      return 0;
    } catch (ServiceStartException | SettingsException failed) {
      throw new CommandFailure(String.valueOf(failed.getMessage()));
    } catch (IOException | TimeoutException failed) {
      throw new CommandFailure("the measurement was given up: " + failed.getMessage());
    }
  }

  /** Everything standard, on free ports and in a folder of its own. */
  private static Settings settings(Path data) throws SettingsException {
    return SettingsReader.fromEnvironment(
        Map.of(
            "CARRYOVER_DATA_FOLDER", data.toString(),
            "CARRYOVER_BROKER_PORT", "0",
            "CARRYOVER_DASHBOARD_PORT", "0",
            "CARRYOVER_MANAGEMENT_PORT", "0"));
  }
}
