package health.carryover.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CarryoverTest {

  @Test
  void wrongUseIsOneLineThatSaysWhatIsRightAndExitsWithTwo() {
    for (List<String> wrong :
        List.of(
            List.<String>of(),
            List.of("analize"),
            List.of("--speed", "3"),
            List.of("doctor", "--port"),
            List.of("doctor", "extra"),
            List.of("analyze", "--try", "nearShare=2"),
            List.of("analyze", "--try", "courage=1"),
            List.of("analyze", "--try", "nearShare"),
            List.of("publish"),
            List.of("publish", "x.csv", "--speed", "fast"),
            List.of("publish", "x.csv", "--broker", "here"),
            List.of("publish", "x.csv", "--authorities", "ca.pem"),
            List.of("publish", "x.csv", "--device", "Has Blanks"),
            List.of("enrol", "--device", "d1"),
            List.of("enrol", "--patient", "p1", "--device", "d1", "--from", "today"))) {
      CommandRun run = CommandRun.of(wrong);

      assertThat(run.exit()).as("%s", wrong).isEqualTo(2);
      assertThat(run.err().lines())
          .as("%s", wrong)
          .singleElement()
          .asString()
          .containsAnyOf("; commands are ", "; right is: carryover ");
    }
  }

  @Test
  void everyCommandHasHelp() {
    List<String> commands = List.copyOf(Carryover.commandLine().getSubcommands().keySet());
    assertThat(commands).contains("demo", "serve", "analyze", "publish", "enrol");
    for (String command : commands) {
      CommandRun run = CommandRun.of(List.of(command, "--help"));

      assertThat(run.exit()).as(command).isZero();
      assertThat(run.out()).startsWith("Usage: carryover " + command);
      assertThat(run.err()).isEmpty();
    }
  }

  @Test
  void helpAndVersionAreNotWrongUse() {
    assertThat(CommandRun.of(List.of("--help")).out()).contains("Usage: carryover");
    assertThat(CommandRun.of(List.of("--version")).out()).contains("Java ");
  }

  @Test
  void whatCannotBeDoneIsOneLineAndExitsWithOne() {
    for (List<String> impossible :
        List.of(
            List.of("doctor", "--config", "/nowhere/at/all"),
            List.of("serve", "--config", "/nowhere/at/all"),
            List.of("analyze", "/nowhere/at/all"),
            List.of("publish", "/nowhere/at/all"))) {
      CommandRun run = CommandRun.of(impossible);

      assertThat(run.exit()).as("%s", impossible).isEqualTo(1);
      assertThat(run.err().lines())
          .singleElement()
          .asString()
          .startsWith("carryover " + impossible.get(0) + ": ");
    }
  }
}
