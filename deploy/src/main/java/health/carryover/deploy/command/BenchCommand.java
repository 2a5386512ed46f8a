package health.carryover.deploy.command;

import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.deploy.bench.BenchReport;
import health.carryover.deploy.bench.BenchRow;
import health.carryover.deploy.bench.CoreBench;
import health.carryover.deploy.bench.DistributionSize;
import health.carryover.deploy.bench.Rounds;
import health.carryover.deploy.bench.dashboard.DashboardBench;
import health.carryover.deploy.bench.dashboard.DashboardPlan;
import health.carryover.deploy.bench.fairness.FairnessBench;
import health.carryover.deploy.bench.fairness.FairnessPlan;
import health.carryover.deploy.bench.stores.StoreBench;
import health.carryover.deploy.bench.whole.WholeBench;
import health.carryover.deploy.bench.whole.WholePlan;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsException;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.log.LogLevels;
import health.carryover.deploy.service.ServiceStartException;
import health.carryover.deploy.service.StoreChoice;
import health.carryover.store.sql.StoreOpenException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "Measures on this machine. quick: the whole service with its own broker, beside the same",
      "broker with a subscriber that does nothing: rates, times of alerts, restart, memory.",
      "standard and full: the same more thoroughly, and then fairness, stores and core, and how",
      "large the program is. core: the calculating core on one thread, beside the limit of a",
      "plain loop. fairness: how late live alerts come while phones upload what they held back,",
      "through the whole service with its own broker, beside the same without any upload. stores:",
      "how fast journal and heart rate are stored, beside bare drivers that store the same rows.",
      "dashboard: how soon the overview of a large clinic with running sessions is painted and its",
      "API answers, beside a call that reads nothing. On a machine that does other work too,",
      "compare the ratios."
    })
final class BenchCommand implements Callable<Integer> {
  private static final String CORE = "core";

  private static final String FAIRNESS = "fairness";

  private static final String STORES = "stores";
  private static final String DASHBOARD = "dashboard";
  private static final String QUICK = "quick";
  private static final String STANDARD = "standard";
  private static final String FULL = "full";

  @Mixin private final SettingsOption named = new SettingsOption();

  @Parameters(
      paramLabel = "quick|standard|full|core|fairness|stores|dashboard",
      arity = "0..1",
      description = {
        "What to measure: quick, the whole service in less than two minutes on a quiet machine;",
        "standard, all but the dashboard in ten minutes; full, the same with 100,000 patients who",
        "send, in twenty minutes (their monitors find room, and memory is fetched before, with",
        "CARRYOVER_JAVA_OPTS=\"-Xms3g -Xmx3g -Xmn640m -XX:+AlwaysPreTouch\"); core, about a minute (default); fairness, some minutes; stores, a minute for",
        "each kind: files, and what the settings name besides: an empty PostgreSQL database, which",
        "is left empty, and an empty InfluxDB database, which is not; dashboard, some minutes, with",
        "Chromium where there is one."
      })
  private String what = CORE;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "core and stores: how often each is measured (default: ${DEFAULT-VALUE}).")
  private int rounds = 7;

  @Option(
      names = "--round-ms",
      paramLabel = "MS",
      description =
          "core and stores: how long one round lasts at least (default: ${DEFAULT-VALUE}).")
  private int roundMillis = 700;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "A folder on the disk to be measured (default: that for temporary files).")
  private @Nullable Path folder;

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

  @Option(
      names = "--patients",
      paramLabel = "N",
      description =
          "dashboard: patients with history, a tenth of them in a session (default: ${DEFAULT-VALUE}).")
  private int patients = DashboardPlan.STANDARD.patients();

  @Option(names = "--json", description = "One JSON object instead of a table.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    LogLevels.write("error");
    try (TemporaryFolder data =
        folder == null ? TemporaryFolder.make() : TemporaryFolder.within(folder)) {
      List<BenchRow> rows = measure(data.path());
      PrintWriter out = spec.commandLine().getOut();
      out.print(json ? BenchReport.json(rows) + System.lineSeparator() : BenchReport.table(rows));
      out.flush();
      return 0;
    } catch (ServiceStartException | SettingsException failed) {
      throw new CommandFailure(String.valueOf(failed.getMessage()));
    } catch (IOException
        | TimeoutException
        | SQLException
        | StoreOpenException
        | StoreUnavailableException
        | IllegalStateException failed) {
      throw new CommandFailure("the measurement was given up: " + failed.getMessage());
    }
  }

  private List<BenchRow> measure(Path data)
      throws CommandFailure,
          ServiceStartException,
          SettingsException,
          InterruptedException,
          TimeoutException,
          IOException,
          SQLException {
    return switch (what) {
      case CORE -> core(rounds());
      case FAIRNESS -> fairness(fairnessPlan(), data);
      case STORES -> stores(rounds(), named.read(), data);
      case DASHBOARD ->
          DashboardBench.run(
              settings(data.resolve("data")), dashboardPlan(), data, this::measuring);
      case QUICK -> whole(WholePlan.QUICK, data);
      case STANDARD -> all(WholePlan.STANDARD, data);
      case FULL -> all(WholePlan.FULL, data);
      default ->
          throw new ParameterException(spec.commandLine(), "\"" + what + "\" cannot be measured");
    };
  }

  /** Every part in one run. */
  private List<BenchRow> all(WholePlan plan, Path data)
      throws CommandFailure,
          ServiceStartException,
          SettingsException,
          InterruptedException,
          TimeoutException,
          IOException,
          SQLException {
    // What is wrong with them is said before minutes are spent.
    FairnessPlan catchUp = fairnessPlan();
    Rounds small = rounds();
    Settings stores = named.read();
    List<BenchRow> rows =
        new ArrayList<>(whole(plan, Files.createDirectory(data.resolve("whole"))));
    rows.addAll(fairness(catchUp, data.resolve("catch-up")));
    rows.addAll(stores(small, stores, Files.createDirectory(data.resolve("stores"))));
    rows.addAll(core(small));
    rows.add(DistributionSize.measure(libraries()));
    return rows;
  }

  private List<BenchRow> core(Rounds each) {
    return new CoreBench(each).run(this::measuring);
  }

  private List<BenchRow> stores(Rounds each, Settings settings, Path data) throws SQLException {
    StoreBench bench = new StoreBench(each, this::measuring);
    List<BenchRow> rows = new ArrayList<>(bench.files(data));
    if (settings.store().kind() == Settings.StoreKind.POSTGRESQL) {
      rows.addAll(bench.postgres(StoreChoice.address(settings.store())));
    }
    if (settings.telemetry().kind() == Settings.TelemetryKind.INFLUXDB) {
      rows.addAll(bench.influx(StoreChoice.address(settings.telemetry()), data));
    }
    return rows;
  }

  private List<BenchRow> whole(WholePlan plan, Path data)
      throws ServiceStartException,
          SettingsException,
          InterruptedException,
          TimeoutException,
          IOException {
    return WholeBench.run(
        settingsOfRates(data.resolve("rates")),
        settings(data.resolve("data")),
        plan,
        data,
        this::measuring);
  }

  private List<BenchRow> fairness(FairnessPlan plan, Path data)
      throws ServiceStartException, SettingsException, InterruptedException, TimeoutException {
    return FairnessBench.run(settings(data), plan, this::measuring);
  }

  private FairnessPlan fairnessPlan() {
    try {
      return new FairnessPlan(
          phones, Duration.ofHours(heldHours), sessions, alerts, FairnessPlan.STANDARD.apart());
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private DashboardPlan dashboardPlan() {
    DashboardPlan standard = DashboardPlan.STANDARD;
    try {
      return new DashboardPlan(
          patients, standard.days(), patients / 10, standard.calls(), standard.paints());
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private Rounds rounds() {
    if (rounds < 1 || roundMillis < 1) {
      throw new ParameterException(spec.commandLine(), "rounds and their length are at least 1");
    }
    return new Rounds(rounds, Duration.ofMillis(roundMillis).toNanos());
  }

  /** The folder of the file with this program, or of its classes where it is not packed. */
  private static Path libraries() throws IOException {
    try {
      Path program =
          Path.of(BenchCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isDirectory(program) ? program : program.resolveSibling("");
    } catch (URISyntaxException impossible) {
      throw new IOException("where this program is cannot be found", impossible);
    }
  }

  private void measuring(String name) {
    spec.commandLine().getErr().println("measuring: " + name);
  }

  /** Everything standard, on free ports and in a folder of its own. */
  private static Settings settings(Path data) throws SettingsException {
    return settings(data, Map.of());
  }

  private static Settings settings(Path data, Map<String, String> others) throws SettingsException {
    Map<String, String> environment = new HashMap<>(others);
    environment.put("CARRYOVER_DATA_FOLDER", data.toString());
    environment.put("CARRYOVER_BROKER_PORT", "0");
    environment.put("CARRYOVER_DASHBOARD_PORT", "0");
    environment.put("CARRYOVER_MANAGEMENT_PORT", "0");
    return SettingsReader.fromEnvironment(environment);
  }

  /**
   * For a service whose clock goes on by the minutes that its patients send: those who were heard a
   * minute or two after the others would seem to have clocks that are wrong.
   */
  private static Settings settingsOfRates(Path data) throws SettingsException {
    return settings(data, Map.of("CARRYOVER_CLOCK_CORRECT_FROM", "5m"));
  }
}
