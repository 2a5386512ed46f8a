package health.carryover.deploy.command;

import health.carryover.deploy.config.Settings;
import health.carryover.deploy.health.Diagnosis;
import health.carryover.deploy.service.Certificates;
import health.carryover.deploy.service.StoreChoice;
import health.carryover.deploy.tls.UnusableKeyException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks whether this machine can run the service with these settings. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        "Looks at settings, Java, space, certificates, stores, clock, ports and servers, and says what"
            + " to mend.")
final class DoctorCommand implements Callable<Integer> {
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  @Mixin private final SettingsOption settings = new SettingsOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure {
    Settings read = settings.read();
    List<Diagnosis> findings = new ArrayList<>();
    Collections.addAll(
        findings,
        Diagnosis.ofJava(),
        Diagnosis.ofDataFolder(read.dataFolder()),
        certificates(read),
        Diagnosis.ofStore(read.store().kind().name(), StoreChoice.problem(read)),
        Diagnosis.ofClock(
            Instant.now(),
            StoreChoice.newestReceipt(read).orElse(null),
            StoreChoice.clockAhead(read, InstantSource.system()).orElse(null)),
        Diagnosis.ofPort("dashboard", read.dashboard().host(), read.dashboard().port()),
        Diagnosis.ofPort("management", read.management().host(), read.management().port()),
        read.broker().kind() == Settings.BrokerKind.EMBEDDED
            ? Diagnosis.ofPort("broker", read.broker().host(), read.broker().port())
            : Diagnosis.ofReach("broker", read.broker().host(), read.broker().port()));
    if (read.telemetry().kind() == Settings.TelemetryKind.INFLUXDB) {
      findings.add(telemetry(URI.create(read.telemetry().url())));
    }
    findings.forEach(finding -> spec.commandLine().getOut().println(finding));
    spec.commandLine().getOut().flush();
    return findings.stream().allMatch(Diagnosis::well) ? 0 : Carryover.FAILED;
  }

  private static Diagnosis telemetry(URI server) {
    int usual = "https".equals(server.getScheme()) ? HTTPS_PORT : HTTP_PORT;
    return Diagnosis.ofReach(
        "telemetry", server.getHost(), server.getPort() < 0 ? usual : server.getPort());
  }

  private static Diagnosis certificates(Settings settings) {
    try {
      return Certificates.read(settings, Instant.now())
          .endAt()
          .map(
              end -> new Diagnosis(true, "certificate and key belong together, valid until " + end))
          .orElse(new Diagnosis(true, "no certificate of its own: nothing is encrypted here"));
    } catch (UnusableKeyException unusable) {
      return new Diagnosis(false, String.valueOf(unusable.getMessage()));
    }
  }
}
