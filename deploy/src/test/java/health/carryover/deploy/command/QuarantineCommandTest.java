package health.carryover.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.service.CarryoverService;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineCommandTest {
  @TempDir Path folder;

  @Test
  void whatAnUnknownDeviceSaidIsReplayedAfterItsEnrolment() throws Exception {
    Path file = folder.resolve("carryover.properties");
    int port = freePort();
    Files.writeString(
        file,
        "data.folder="
            + folder.resolve("data")
            + "\ndashboard.port="
            + port
            + "\nmanagement.port=0\nbroker.port=0\n");
    Settings settings = SettingsReader.fromFile(file, Map.of());
    try (CarryoverService service = CarryoverService.start(settings, InstantSource.system())) {
      Path lines = folder.resolve("events.jsonl");
      Files.writeString(
          lines,
          "{\"patient\":\"p1\",\"stream\":\"pain\",\"at\":\"2026-03-02T10:00:00Z\",\"nrs\":4}\n");
      int broker = service.broker("test").port();
      assertThat(
              CommandRun.of(
                      List.of(
                          "publish",
                          lines.toString(),
                          "--device",
                          "watch-9",
                          "--broker",
                          "127.0.0.1:" + broker))
                  .exit())
          .isZero();
      long giveUpAt = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (service.journalled() < 1 && System.nanoTime() < giveUpAt) {
        Thread.onSpinWait();
      }
      assertThat(run(file, "list").out()).contains("device.unknown  (1 open)", "watch-9");
      assertThat(run(file, "replay").out()).contains("0 replayed, 1 unchanged", "device.unknown");
      assertThat(
              CommandRun.of(
                      List.of(
                          "enrol",
                          "--config",
                          file.toString(),
                          "--patient",
                          "p1",
                          "--name",
                          "Someone",
                          "--device",
                          "watch-9"))
                  .exit())
          .isZero();
      assertThat(run(file, "replay", "--code", "device.unknown", "--device", "watch-9").out())
          .contains("1 replayed, 0 unchanged");
      assertThat(run(file, "replay").out()).contains("0 replayed, 0 unchanged");
      assertThat(run(file, "list", "--state", "replayed").out())
          .contains("(1 replayed)", "watch-9");
      assertThat(run(file, "dismiss", "--code", "device.unknown").out()).contains("0 dismissed");
      assertThat(
              run(
                      file,
                      "repair",
                      "--code",
                      "device.unknown",
                      "--offset",
                      "Z",
                      "--value",
                      "slot:a=b")
                  .out())
          .contains("0 repaired");
      assertThat(run(file, "dismiss").exit()).isEqualTo(1);
    }
  }

  private static CommandRun run(Path file, String... words) {
    List<String> arguments = new ArrayList<>(List.of("quarantine", words[0]));
    arguments.addAll(List.of("--config", file.toString()));
    arguments.addAll(List.of(words).subList(1, words.length));
    return CommandRun.of(arguments);
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
