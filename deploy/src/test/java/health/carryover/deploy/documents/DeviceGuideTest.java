package health.carryover.deploy.documents;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.ingest.mqtt.MqttAddress;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients of the device guide do what it says, as far as this machine can run them. */
class DeviceGuideTest {
  private static final Path GUIDE =
      Path.of("").toAbsolutePath().getParent().resolve("docs/device-guide.md");

  @TempDir Path folder;

  @Test
  void thePythonClientEndsWhenEverythingIsStored() throws Exception {
    Path client = folder.resolve("client.py");
    Files.writeString(client, block("python"));
    Optional<String> python = pythonWithPaho();
    if (python.isEmpty()) {
      String absent = "NOT RUN: there is no python3 with paho-mqtt for the Python client";
      assertThat(Boolean.getBoolean("carryover.providers.required")).as(absent).isFalse();
      System.out.println(absent);
      return;
    }
    Settings settings =
        SettingsReader.fromEnvironment(
            Map.of(
                "CARRYOVER_DATA_FOLDER", folder.resolve("data").toString(),
                "CARRYOVER_DASHBOARD_PORT", "0",
                "CARRYOVER_MANAGEMENT_PORT", "0",
                "CARRYOVER_BROKER_PORT", "0"));
    try (CarryoverService service = CarryoverService.start(settings, InstantSource.system())) {
      service.directory().put(new Patient("p1", "clinic", "Somebody", Instant.EPOCH));
      service.enrolments().enrol("clinic", "watch-1", "p1", Instant.EPOCH);
      String secret = "none is asked for";
      MqttAddress broker = service.broker("watch-1");
      Path output = folder.resolve("output");
      Process process =
          new ProcessBuilder(
                  python.get(),
                  client.toString(),
                  broker.host(),
                  String.valueOf(broker.port()),
                  "clinic",
                  "watch-1",
                  secret)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(60, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertThat(output).hasContent("everything is stored\n");
      assertThat(ended).isTrue();
    }
  }

  @Test
  void theJavaScriptClientEndsWhenEverythingIsStored() throws Exception {
    if (!runs("node", "--version")) {
      String absent = "NOT RUN: there is no node for the client of the device guide";
      assertThat(Boolean.getBoolean("carryover.browser.required")).as(absent).isFalse();
      System.out.println(absent);
      return;
    }
    Path client = folder.resolve("client.mjs");
    Files.writeString(client, block("javascript"));
    Path library = Files.createDirectories(folder.resolve("node_modules/mqtt"));
    Files.writeString(library.resolve("index.js"), MQTT_JS);
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder("node", client.toString(), "h", "1", "clinic", "watch-1", "secret")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(output).hasContent("everything is stored\n");
    assertThat(ended).isTrue();
  }

  /** Stores what it is given, and says so in two steps. */
  private static final String MQTT_JS =
      """
      const {EventEmitter} = require('events');
      exports.connect = options => {
        const client = new EventEmitter();
        const seqs = new Set();
        client.subscribe = filter => {
          if (filter !== 'carryover/v1/clinic/watch-1/down/+') throw new Error(filter);
        };
        client.publish = (topic, payload) => {
          const {boot, seq, bpm} = JSON.parse(payload);
          if (topic !== 'carryover/v1/clinic/watch-1/up/heart-rate' || !bpm) throw new Error(topic);
          seqs.add(seq);
          if (seq !== 5 && seq !== 10) return;
          const sync = JSON.stringify({boot, durableSeq: seqs.size});
          setImmediate(() =>
            client.emit('message', 'carryover/v1/clinic/watch-1/down/sync', Buffer.from(sync)));
        };
        client.end = done => setImmediate(done);
        if (options.clientId !== 'watch-1') throw new Error('client id');
        setImmediate(() => client.emit('connect'));
        return client;
      };
      """;

  @Test
  void theBufferOfAPhoneAppDeletesWhatIsStoredAndNothingElse() throws Exception {
    Path classes = PhoneAppSnippet.compile(folder, block("java"));
    String sync = Fence.of("docs/device-guide.md json 1").text();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
      Object told = loader.loadClass("Told").getMethod("of", String.class).invoke(null, sync);
      assertThat(told).isEqualTo(List.of("b7 1-1234", "b7 1236-1240", "b6 1-88"));
      assertThat(
              loader
                  .loadClass("Told")
                  .getMethod("of", String.class)
                  .invoke(null, "{\"boot\":null,\"durableSeq\":0}"))
          .isEqualTo(List.of());
    }
  }

  private static String block(String language) throws IOException {
    String guide = Files.readString(GUIDE);
    int begin = guide.indexOf("\n```" + language + "\n") + language.length() + 5;
    return guide.substring(begin, guide.indexOf("\n```", begin) + 1);
  }

  /** The first Python on the path, or else the system's own, for which Debian's packages are. */
  private static Optional<String> pythonWithPaho() throws InterruptedException {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      if (runs(python, "-c", "import paho.mqtt.client")) {
        return Optional.of(python);
      }
    }
    return Optional.empty();
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException absent) {
      return false;
    }
  }
}
