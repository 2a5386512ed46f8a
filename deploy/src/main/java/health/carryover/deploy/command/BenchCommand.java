package health.carryover.deploy.command;

import health.carryover.deploy.bench.BenchReport;
import health.carryover.deploy.bench.BenchRow;
import health.carryover.deploy.bench.CoreBench;
import health.carryover.deploy.bench.Rounds;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
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
      "Measures the calculating core on this machine, on one thread, beside the limit of a plain",
      "loop. Broker, journal and stores are not measured: there is no other measurement yet than",
      "core. On a machine that does other work too, compare the ratios."
    })
final class BenchCommand implements Callable<Integer> {
  private static final String CORE = "core";

  @Parameters(paramLabel = "core", description = "What to measure: core, about a minute.")
  private String what = CORE;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each is measured (default: ${DEFAULT-VALUE}).")
  private int rounds = 7;

  @Option(
      names = "--round-ms",
      paramLabel = "MS",
      description = "How long one round lasts at least (default: ${DEFAULT-VALUE}).")
  private int roundMillis = 700;

  @Option(names = "--json", description = "One JSON object instead of a table.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (!what.equals(CORE)) {
      throw new ParameterException(spec.commandLine(), "\"" + what + "\" cannot be measured");
    }
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
}
