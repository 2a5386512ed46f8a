package health.carryover.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.deploy.broker.BrokerAccess;
import health.carryover.deploy.broker.BrokerSettings;
import health.carryover.deploy.broker.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishCommandTest {
  @TempDir Path folder;

  @Test
  void anInterruptedPublicationGoesOnWhereItWas() throws Exception {
    Path file = recording("a.csv", 90);
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(
            BrokerSettings.local(0, folder.resolve("broker")),
            BrokerAccess.anyoneOnThisMachine())) {
      String address = "127.0.0.1:" + broker.port();
      PublishedSoFar interrupted = soFar(address, file);
      assertThat(interrupted.first()).isZero();
      interrupted.acknowledged(0);
      interrupted.acknowledged(1);
      interrupted.acknowledged(3);
      interrupted.save();

      // The fourth is sent again: only what lies before the first gap is left out.
      CommandRun rest = publish(address, file);
      assertThat(rest.exit()).as(rest.err()).isZero();
      assertThat(rest.out())
          .contains("going on after 2 of 4 messages")
          .contains("2 sent, 2 acknowledged, 0 skipped");

      CommandRun again = publish(address, file);
      assertThat(again.out()).isEqualToIgnoringNewLines("4 sent, 4 acknowledged, 0 skipped");

      soFar(address, file).acknowledged(0);
      PublishedSoFar first = soFar(address, file);
      first.acknowledged(0);
      first.save();
      assertThat(publish(address, file, "--from-start").out()).startsWith("4 sent");
      assertThat(soFar(address, file).first()).isZero();
    }
  }

  @Test
  void anotherFileOrBrokerBeginsAtTheStart() throws Exception {
    Path file = recording("a.csv", 90);
    PublishedSoFar place = soFar("127.0.0.1:1", file);
    place.acknowledged(0);
    place.save();
    assertThat(soFar("127.0.0.1:1", file).first()).isEqualTo(1);
    assertThat(soFar("127.0.0.1:2", file).first()).isZero();
    recording("a.csv", 91);
    assertThat(soFar("127.0.0.1:1", file).first()).isZero();
  }

  private PublishedSoFar soFar(String address, Path file) throws Exception {
    return PublishedSoFar.of(folder.resolve("places"), address + " clinic watch-1", file, 4);
  }

  private CommandRun publish(String address, Path file, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "publish",
                "--broker",
                address,
                "--device",
                "watch-1",
                "--places",
                folder.resolve("places").toString(),
                file.toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments);
  }

  private Path recording(String name, int rows) throws Exception {
    return Files.writeString(
        folder.resolve(name),
        IntStream.range(0, rows)
            .mapToObj(i -> 1_000_000_000_000L + 1_000L * i + "," + (90 + i % 9))
            .collect(Collectors.joining("\n", "t_ms,hr\n", "\n")));
  }
}
