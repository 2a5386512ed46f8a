package health.carryover.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CarryoverTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void wrongUseIsOneLineThatSaysWhatIsRightAndExitsWithTwo() {
    for (List<String> wrong :
        List.of(
            List.<String>of(),
            List.of("analize"),
            List.of("--speed", "3"),
            List.of("doctor", "--port"),
            List.of("doctor", "extra"))) {
      err.getBuffer().setLength(0);

      assertThat(run(wrong)).as("%s", wrong).isEqualTo(2);

      assertThat(err.toString().lines())
          .as("%s", wrong)
          .singleElement()
          .asString()
          .containsAnyOf("; commands are ", "; right is: carryover ");
    }
  }

  @Test
  void everyCommandHasHelp() {
    List<String> commands = List.copyOf(Carryover.commandLine().getSubcommands().keySet());
    assertThat(commands).isNotEmpty();
    for (String command : commands) {
      out.getBuffer().setLength(0);

      assertThat(run(List.of(command, "--help"))).as(command).isZero();

      assertThat(out.toString()).startsWith("Usage: carryover " + command);
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpAndVersionAreNotWrongUse() {
    assertThat(run(List.of("--help"))).isZero();
    assertThat(run(List.of("--version"))).isZero();
    assertThat(out.toString()).contains("Usage: carryover", "Java ");
  }

  @Test
  void wrongSettingsAreOneLineEachAndExitWithOne() {
    assertThat(run(List.of("doctor", "--config", "/nowhere/at/all"))).isEqualTo(1);
    assertThat(err.toString().lines()).singleElement().asString().startsWith("carryover doctor: ");
  }

  private int run(List<String> arguments) {
    CommandLine line = Carryover.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments.toArray(String[]::new));
  }
}
