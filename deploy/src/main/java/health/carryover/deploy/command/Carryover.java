package health.carryover.deploy.command;

import health.carryover.deploy.log.LogOutput;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The program. Exits with 0 when all went well, 1 when it could not do what was asked (one line
 * says why), 2 when it was asked wrongly (one line says what is right).
 */
@Command(
    name = "carryover",
    mixinStandardHelpOptions = true,
    versionProvider = Carryover.Version.class,
    description = "Monitors load, pain and load tolerance of patients who wear devices.",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      AnalyzeCommand.class,
      PublishCommand.class,
      EnrolCommand.class,
      PeopleCommand.class,
      QuarantineCommand.class,
      ExportCommand.class,
      EraseCommand.class,
      AclFileCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      MigrateStoreCommand.class,
      DoctorCommand.class,
      SimulateCommand.class,
      BenchCommand.class
    })
public final class Carryover {
  static final int FAILED = 1;
  static final int WRONG_USE = 2;

  private Carryover() {}

  public static void main(String... arguments) {
    int result = commandLine().execute(arguments);
    LogOutput.drain();
    System.exit(result);
  }

  /** The program as picocli runs it, with its outputs still to be replaced in tests. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Carryover());
    line.setParameterExceptionHandler(Carryover::wrongUse);
    line.setExecutionExceptionHandler(Carryover::failed);
    line.setExecutionStrategy(Carryover::run);
    return line;
  }

  private static int run(CommandLine.ParseResult parsed) {
    if (!parsed.hasSubcommand()
        && !parsed.isUsageHelpRequested()
        && !parsed.isVersionHelpRequested()) {
      throw new ParameterException(parsed.commandSpec().commandLine(), "a command is missing");
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int wrongUse(ParameterException wrong, String[] arguments) {
    CommandLine line = wrong.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    String right =
        line.getSubcommands().isEmpty()
            ? "right is: " + oneLine(line.getHelp().synopsis(0))
            : "commands are " + String.join(", ", line.getSubcommands().keySet());
    line.getErr().println(name + ": " + problem(wrong) + "; " + right);
    return WRONG_USE;
  }

  private static String problem(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException unmatched
        && !wrong.getCommandLine().getSubcommands().isEmpty()) {
      List<String> words = unmatched.getUnmatched();
      return "there is no command \"" + words.get(0) + "\"";
    }
    String message = wrong.getMessage();
    return message == null ? "that cannot be understood" : oneLine(message);
  }

  private static int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    PrintWriter err = line.getErr();
    String name = line.getCommandSpec().qualifiedName();
    if (failure instanceof CommandFailure expected) {
      expected.lines().forEach(words -> err.println(name + ": " + words));
    } else {
      // A defect: here, and only here, the way to it is worth more than a short answer.
      err.println(name + ": internal error, please report it with the lines below");
      failure.printStackTrace(err);
    }
    return FAILED;
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  /** The version of this build. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Carryover.class.getPackage().getImplementationVersion();
      return new String[] {
        "carryover "
            + (version == null ? "(not packaged)" : version)
            + ", Java "
            + Runtime.version().feature()
      };
    }
  }
}
