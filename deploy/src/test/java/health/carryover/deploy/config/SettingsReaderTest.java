package health.carryover.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import health.carryover.store.sql.RetainedStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
  @TempDir Path folder;

  @Test
  void nothingSetGivesWhatTheDocumentationSays() throws Exception {
    Settings settings = SettingsReader.fromEnvironment(Map.of("PATH", "/bin"));

    assertThat(settings.dashboard()).isEqualTo(new Settings.Listener("127.0.0.1", 8080));
    assertThat(settings.broker().kind()).isEqualTo(Settings.BrokerKind.EMBEDDED);
    assertThat(settings.monitor().allowedLateness()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.dataFolder()).isAbsolute();
  }

  @Test
  void theEnvironmentCountsBeforeTheFile() throws Exception {
    Path file = file("dashboard.port=9000", "management.port=9001", "stop.within=90s");

    Settings settings =
        SettingsReader.fromFile(
            file,
            Map.of("CARRYOVER_DASHBOARD_PORT", "9002", "CARRYOVER_MONITOR_LIVE_ALERT_DELAY", "5m"));

    assertThat(settings.dashboard().port()).isEqualTo(9002);
    assertThat(settings.management().port()).isEqualTo(9001);
    assertThat(settings.stopWithin()).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.monitor().liveAlertDelay()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void everyProblemIsNamedAtOnceWithWhatIsRight() throws Exception {
    Path file =
        file(
            "dashboard.port=99999",
            "dashbord.port=8080",
            "monitor.allowed-lateness=7 fortnights",
            "broker.kind=rabbit",
            "broker.password=hunter2-is-secret",
            "data.folder=");

    List<String> problems =
        problemsOf(file, Map.of("CARRYOVER_NONSENSE", "1", "CARRYOVER_CLINIC_ID", "a b"));

    assertThat(problems)
        .containsExactlyInAnyOrder(
            "dashbord.port: there is no such key; did you mean broker.port?",
            "CARRYOVER_NONSENSE: no key goes by this variable",
            "data.folder: \"\" is not a folder; ~ is the home folder",
            "clinic.id: \"a b\" is not 1 to 64 letters, digits, _ or -",
            "broker.kind: \"rabbit\" is not embedded or external",
            "dashboard.port: \"99999\" is not a port from 0 (any free one) to 65535",
            "monitor.allowed-lateness: \"7 fortnights\" is not a duration such as 250ms, 90s, 15m, 2h or 7d",
            "broker.password: is given without broker.user");
  }

  @Test
  void aDatabaseIsSharedWithAnExternalBrokerThatSharesToo() throws Exception {
    assertThat(problemsOf(file("store.in-use=share"), Map.of()))
        .satisfiesExactlyInAnyOrder(
            problem -> assertThat(problem).startsWith("store.in-use: ").contains("PostgreSQL"),
            problem -> assertThat(problem).startsWith("store.in-use: ").contains("external"));
    String[] right = {
      "store.in-use=share",
      "store.kind=postgresql",
      "store.url=jdbc:postgresql://localhost/carryover",
      "broker.kind=external",
      "broker.port=1883"
    };
    assertThat(problemsOf(file(right), Map.of()))
        .singleElement()
        .asString()
        .startsWith("broker.shared-group: is needed with store.in-use=share");
    Map<String, String> group =
        Map.of(
            "CARRYOVER_BROKER_SHARED_GROUP", "a-secret-of-the-services",
            "CARRYOVER_BROKER_INSTANCE", "one");
    assertThat(SettingsReader.fromFile(file(right), group).store().inUse())
        .isEqualTo(Settings.StoreInUse.SHARE);
  }

  @Test
  void whatIsKeptForATimeIsKeptForAMonthAndForAsLongAsItMayStillCount() throws Exception {
    assertThat(SettingsReader.fromFile(file(), Map.of()).retention()).isEmpty();
    Path file = file("retention.heart-rate=400d", "retention.access-log=0s");
    assertThat(SettingsReader.fromFile(file, Map.of()).retention())
        .isEqualTo(Map.of(RetainedStream.HEART_RATE, Duration.ofDays(400)));
    assertThat(problemsOf(file("retention.pain=29d"), Map.of()))
        .singleElement()
        .asString()
        .startsWith("retention.pain: ")
        .contains("30d");
    assertThat(problemsOf(file("retention.pain=40d", "monitor.allowed-lateness=40d"), Map.of()))
        .singleElement()
        .asString()
        .contains("monitor.allowed-lateness");
  }

  @Test
  void listeningBeyondThisMachineNeedsTheWordsThatSaySo() throws Exception {
    Path refused = file("dashboard.host=0.0.0.0", "management.host=0.0.0.0");
    assertThat(problemsOf(refused, Map.of())).hasSize(2).allMatch(p -> p.contains("unencrypted"));

    Path allowed =
        file(
            "dashboard.host=0.0.0.0",
            "insecure-listen=everybody-on-the-network-may-read-health-data");
    assertThat(SettingsReader.fromFile(allowed, Map.of()).dashboard().host()).isEqualTo("0.0.0.0");
  }

  @Test
  void beyondThisMachineTheEmbeddedBrokerNeedsSecretsAndEncryption() throws Exception {
    assertThat(problemsOf(file("broker.host=0.0.0.0"), Map.of()))
        .satisfiesExactly(
            problem -> assertThat(problem).startsWith("broker.host: ").contains("broker.access"),
            problem ->
                assertThat(problem).startsWith("broker.host: ").contains("unencrypted", "tls."));
    // Words that allow plain text do not allow everybody.
    assertThat(
            problemsOf(
                file(
                    "broker.host=0.0.0.0",
                    "insecure-listen=everybody-on-the-network-may-read-health-data"),
                Map.of()))
        .singleElement()
        .asString()
        .contains("broker.access=credentials");
    Path allowed =
        file(
            "broker.host=0.0.0.0",
            "dashboard.host=0.0.0.0",
            "management.host=0.0.0.0",
            "broker.access=credentials",
            "tls.certificate=server.pem",
            "tls.key=server-key.pem");
    assertThat(SettingsReader.fromFile(allowed, Map.of()).tls().isSet()).isTrue();
  }

  @Test
  void certificatesThatDoNotFitTogetherAreNamed() throws Exception {
    assertThat(
            problemsOf(
                file(
                    "tls.key=key.pem",
                    "broker.encryption=tls",
                    "broker.device-authorities=devices.pem",
                    "broker.shared-group=carryover",
                    "broker.asking-token=short"),
                Map.of()))
        .satisfiesExactly(
            problem -> assertThat(problem).startsWith("tls.certificate: is missing"),
            problem -> assertThat(problem).startsWith("broker.encryption: is for an external"),
            problem -> assertThat(problem).startsWith("broker.device-authorities: "),
            problem -> assertThat(problem).startsWith("broker.shared-group: "),
            problem -> assertThat(problem).startsWith("broker.asking-token: ").contains("16"));
    assertThat(
            problemsOf(
                file(
                    "broker.kind=external",
                    "broker.authorities=ca.pem",
                    "broker.key=key.pem",
                    "broker.device-authorities=devices.pem",
                    "broker.shared-group=carryover",
                    "tls.keystore=all.p12",
                    "tls.certificate=one.pem"),
                Map.of()))
        .satisfiesExactly(
            problem -> assertThat(problem).startsWith("tls.keystore: is given beside"),
            problem -> assertThat(problem).startsWith("broker.certificate: is missing"),
            problem -> assertThat(problem).startsWith("broker.encryption: is none"),
            problem -> assertThat(problem).startsWith("broker.device-authorities: "),
            problem -> assertThat(problem).startsWith("broker.shared-group: ").contains("guess"),
            problem -> assertThat(problem).startsWith("broker.instance: "));
  }

  @Test
  void anExternalBrokerMayBeAnywhereOverTls() throws Exception {
    assertThat(problemsOf(file("broker.kind=external", "broker.host=broker.example.org"), Map.of()))
        .singleElement()
        .asString()
        .startsWith("broker.encryption: ")
        .contains("unencrypted");
    Path file =
        file("broker.kind=external", "broker.host=broker.example.org", "broker.encryption=tls");

    assertThat(SettingsReader.fromFile(file, Map.of()).broker().host())
        .isEqualTo("broker.example.org");
  }

  @Test
  void aDatabaseIsNamedWholeAndReachedSafely() throws Exception {
    assertThat(problemsOf(file("store.kind=postgresql"), Map.of()))
        .containsExactly("store.url: is needed with store.kind=postgresql");
    assertThat(problemsOf(file("store.url=jdbc:postgresql://127.0.0.1/carryover"), Map.of()))
        .containsExactly("store.url: is given without store.kind=postgresql");
    for (String wrong :
        List.of(
            "jdbc:postgresql://db/carryover?password=hunter2",
            "jdbc:postgresql://ada:hunter2@db/carryover",
            "jdbc:mysql://db/carryover")) {
      assertThat(problemsOf(file("store.kind=postgresql", "store.url=" + wrong), Map.of()))
          .as(wrong)
          .anyMatch(problem -> problem.startsWith("store.url: "))
          .noneMatch(problem -> problem.contains("hunter2"));
    }
    assertThat(
            problemsOf(
                file(
                    "store.kind=postgresql",
                    "store.url=jdbc:postgresql://127.0.0.1,192.0.2.1:5432/carryover"),
                Map.of()))
        .singleElement()
        .asString()
        .contains("sslmode=verify-full");

    String safe = "jdbc:postgresql://192.0.2.1:5432/carryover?sslmode=verify-full";
    Settings settings =
        SettingsReader.fromFile(
            file("store.kind=postgresql", "store.url=" + safe, "store.user=carryover"),
            Map.of("CARRYOVER_STORE_PASSWORD", "hunter2"));
    assertThat(settings.store().url()).isEqualTo(safe);
    assertThat(settings.store().password().reveal()).isEqualTo("hunter2");
    assertThat(settings.toString()).doesNotContain("hunter2");
    assertThat(settings.withDataFolder(folder).store().kind())
        .as("a demo never touches the database")
        .isEqualTo(Settings.StoreKind.SQLITE);
  }

  @Test
  void aTelemetryServerIsNamedWholeAndReachedSafely() throws Exception {
    assertThat(problemsOf(file("telemetry.kind=influxdb", "telemetry.keep=5m"), Map.of()))
        .containsExactlyInAnyOrder(
            "telemetry.url: is needed with telemetry.kind=influxdb",
            "telemetry.keep: is 0s, for ever, or at least 1h");
    assertThat(problemsOf(file("telemetry.keep=30d", "telemetry.keep-minutes=29d"), Map.of()))
        .containsExactly(
            "telemetry.keep-minutes: is 0s, for ever, or at least as long as telemetry.keep");
    assertThat(problemsOf(file("telemetry.keep-minutes=365d"), Map.of()))
        .containsExactly(
            "telemetry.keep-minutes: is 0s, for ever, or at least as long as telemetry.keep");
    assertThat(problemsOf(file("telemetry.keep=5m", "telemetry.keep-minutes=365d"), Map.of()))
        .as("longer is no problem")
        .containsExactly("telemetry.keep: is 0s, for ever, or at least 1h");
    assertThat(problemsOf(file("telemetry.url=http://127.0.0.1:8086"), Map.of()))
        .containsExactly("telemetry.url: is given without telemetry.kind=influxdb");
    assertThat(
            problemsOf(
                file("telemetry.kind=influxdb", "telemetry.url=http://192.0.2.1:8086"), Map.of()))
        .singleElement()
        .asString()
        .contains("https");

    Settings settings =
        SettingsReader.fromFile(
            file("telemetry.kind=influxdb", "telemetry.url=https://192.0.2.1:8086"),
            Map.of("CARRYOVER_TELEMETRY_SECRET", "hunter2"));
    assertThat(settings.telemetry().api()).isEqualTo(Settings.TelemetryApi.V2);
    assertThat(settings.telemetry().keep()).isZero();
    assertThat(settings.toString()).doesNotContain("hunter2");
  }

  @Test
  void secretsAreNeverPrinted() throws Exception {
    Path file = file("broker.user=carryover", "broker.password=hunter2");

    Settings settings = SettingsReader.fromFile(file, Map.of());

    assertThat(settings.broker().password().reveal()).isEqualTo("hunter2");
    assertThat(settings.toString()).doesNotContain("hunter2").contains("***");
  }

  @Test
  void aFileThatIsNotThereIsOneProblem() {
    assertThat(problemsOf(folder.resolve("absent.properties"), Map.of()))
        .singleElement()
        .asString()
        .endsWith("cannot be read as a properties file in UTF-8");
  }

  @Test
  void variablesThatKubernetesAddsAreNotOurs() throws Exception {
    assertThat(
            SettingsReader.fromEnvironment(
                Map.of("CARRYOVER_SERVICE_HOST", "10.0.0.1", "CARRYOVER_PORT", "tcp://x")))
        .isNotNull();
  }

  @Test
  void sizesAndDurationsCarryTheirUnits() {
    assertThat(TextForm.SIZE.parser().apply("20 MiB")).isEqualTo(new ByteSize(20L << 20));
    assertThat(TextForm.DURATION.parser().apply("250ms")).isEqualTo(Duration.ofMillis(250));
    for (String wrong : List.of("20", "MiB", "-1s", "20 mib", "999999999999999 GiB", "1 s 2 ms")) {
      assertThat(
              catchThrowableOfType(
                  IllegalArgumentException.class, () -> TextForm.SIZE.parser().apply(wrong)))
          .as(wrong)
          .isNotNull();
    }
  }

  private Path file(String... lines) throws IOException {
    return Files.write(folder.resolve("carryover.properties"), List.of(lines));
  }

  private static List<String> problemsOf(Path file, Map<String, String> environment) {
    return catchThrowableOfType(
            SettingsException.class, () -> SettingsReader.fromFile(file, environment))
        .problems();
  }
}
