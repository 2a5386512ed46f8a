package health.carryover.deploy.command;

import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.TrialSetting;
import health.carryover.deploy.analyze.LineAnalysis;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Event lines in, assessments and alerts out. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    description =
        "Reads events as JSON lines and writes assessments, alerts and quarantined lines as JSON"
            + " lines. No broker, no database: the same decisions as the service's.")
final class AnalyzeCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Event lines; - or nothing: the standard input.")
  private String file = STANDARD_INPUT;

  @Option(
      names = "--try",
      paramLabel = "RULE=VALUE",
      description =
          "Instead, one line for each patient: the alerts gained and lost, and the assessments that"
              + " change, if this rule had this value. May be given several times. Rules:"
              + " nearShare, urgentProbability, acceptableRisk, acceptableDoubt, safePain,"
              + " acceptablePain.")
  private Map<String, Double> tried = Map.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure {
    PrintWriter out = spec.commandLine().getOut();
    LineAnalysis analysis = analysis(out);
    try (InputStream in = input()) {
      LineAnalysis.Summary summary = analysis.run(in);
      out.flush();
      if (out.checkError()) {
        throw new CommandFailure("the output could not be written to its end");
      }
      spec.commandLine()
          .getErr()
          .printf(
              "%d lines of %d patients, %d quarantined%n",
              summary.lines(), summary.patients(), summary.quarantined());
      return 0;
    } catch (NoSuchFileException absent) {
      throw new CommandFailure(file + ": there is no such file");
    } catch (IOException failed) {
      throw new CommandFailure(file + ": cannot be read");
    }
  }

  private LineAnalysis analysis(PrintWriter out) {
    MonitorSettings inUse = MonitorSettings.WHOLE_FILE;
    return tried.isEmpty()
        ? LineAnalysis.of(inUse, out)
        : LineAnalysis.comparing(
            inUse, inUse.with(TrialSetting.applied(inUse.rules(), settings())), out);
  }

  private Map<TrialSetting, Double> settings() {
    Map<TrialSetting, Double> settings = new EnumMap<>(TrialSetting.class);
    tried.forEach(
        (code, value) -> {
          TrialSetting setting =
              TrialSetting.ofCode(code).orElseThrow(() -> wrong("--try: there is no rule " + code));
          if (!setting.allows(value)) {
            throw wrong(
                "--try: %s must lie within %s and %s"
                    .formatted(code, setting.lowest(), setting.highest()));
          }
          settings.put(setting, value);
        });
    return settings;
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  private InputStream input() throws IOException {
    return file.equals(STANDARD_INPUT)
        ? new BufferedInputStream(System.in)
        : new BufferedInputStream(Files.newInputStream(Path.of(file)));
  }
}
