package health.carryover.deploy.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** One run of the program within this process, and what it printed. */
public record CommandRun(int exit, String out, String err) {

  /** What the program finds wrong in {@code arguments}, which are not run; empty: nothing. */
  public static String complaint(List<String> arguments) {
    try {
      Carryover.commandLine().parseArgs(arguments.toArray(String[]::new));
      return "";
    } catch (ParameterException wrong) {
      return String.valueOf(wrong.getMessage());
    }
  }

  /** Runs the program with {@code arguments}. */
  public static CommandRun of(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Carryover.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int exit = line.execute(arguments.toArray(String[]::new));
    return new CommandRun(exit, out.toString(), err.toString());
  }
}
