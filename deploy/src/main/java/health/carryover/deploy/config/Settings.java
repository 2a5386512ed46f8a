package health.carryover.deploy.config;

import health.carryover.deploy.notify.NotificationSettings;
import health.carryover.store.sql.RetainedStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything an operator can set, validated. What each key means stands in docs/configuration.md.
 * The text form hides secrets.
 *
 * @param retention how long what is not kept for ever is kept
 */
public record Settings(
    Path dataFolder,
    String clinic,
    Store store,
    Telemetry telemetry,
    Map<RetainedStream, Duration> retention,
    Broker broker,
    Tls tls,
    Listener dashboard,
    Screens screens,
    Listener management,
    InsecureListen insecureListen,
    Monitor monitor,
    Clocks clocks,
    Feedback feedback,
    Alerts alerts,
    OpenWearables openWearables,
    NotificationSettings notifications,
    Tracing tracing,
    Duration speakWithin,
    Duration stopWithin,
    LogLevel logLevel,
    LogForm logForm) {

  public Settings {
    retention = Map.copyOf(retention);
  }

  /**
   * Where journal and records are kept.
   *
   * @param url of the PostgreSQL database; empty for files
   */
  public record Store(StoreKind kind, String url, String user, Secret password, StoreInUse inUse) {
    /** Files in the data folder. */
    static final Store FILES = new Store(StoreKind.SQLITE, "", "", Secret.NONE, StoreInUse.REFUSE);
  }

  /**
   * Where heart rate is kept.
   *
   * @param url of the InfluxDB server; empty where heart rate is with the records
   * @param keep how long readings are kept there; zero: for ever
   * @param keepMinutes how long what they come to minute by minute is; zero: for ever
   */
  public record Telemetry(
      TelemetryKind kind,
      String url,
      TelemetryApi api,
      String organisation,
      String database,
      String policy,
      Duration keep,
      Duration keepMinutes,
      String user,
      Secret secret) {
    /** With the records. */
    static final Telemetry WITH_THE_RECORDS =
        new Telemetry(
            TelemetryKind.RECORDS,
            "",
            TelemetryApi.V2,
            "",
            "",
            "",
            Duration.ZERO,
            Duration.ZERO,
            "",
            Secret.NONE);
  }

  /** Where the broker is and as whom to go there. */
  public record Broker(
      BrokerKind kind,
      String host,
      int port,
      EmbeddedAccess access,
      String publicHost,
      String user,
      Secret password,
      BrokerTls tls,
      Secret sharedGroup,
      String instance,
      Secret askingToken) {}

  /**
   * How certificates are used at the broker. All but {@code deviceAuthorities} is for an external
   * one; null: not set.
   */
  public record BrokerTls(
      Encryption encryption,
      @Nullable Path authorities,
      @Nullable Path certificate,
      @Nullable Path key,
      @Nullable Path deviceAuthorities) {}

  /** The service's own certificate; null: not set. Either both PEM files, the keystore, or none. */
  public record Tls(
      @Nullable Path certificate,
      @Nullable Path key,
      @Nullable Path keystore,
      Secret keystorePassword) {
    /** Whether what listens speaks TLS. */
    public boolean isSet() {
      return certificate != null || keystore != null;
    }
  }

  /** Where something listens; port 0 is any free one. */
  public record Listener(String host, int port) {}

  /**
   * Where people are signed in.
   *
   * @param publicAddress under which browsers find the dashboard; null: as it listens
   */
  public record Screens(
      @Nullable URI publicAddress, Duration idleTimeout, Duration longestSession) {}

  /** The product choices of the monitor that an operator may change. */
  public record Monitor(
      Duration allowedLateness,
      Duration silenceEndsSession,
      Duration longestSession,
      Duration liveAlertDelay) {}

  /** What keeps journal and records. */
  public enum StoreKind {
    SQLITE,
    POSTGRESQL
  }

  /** What to do while another service has the stores. */
  public enum StoreInUse {
    REFUSE,
    WAIT,
    SHARE
  }

  /** What keeps heart rate. */
  public enum TelemetryKind {
    RECORDS,
    INFLUXDB
  }

  /** How an InfluxDB server is spoken to. */
  public enum TelemetryApi {
    V1,
    V2
  }

  /** When the clocks of devices are corrected. */
  public record Clocks(Switch correction, Duration correctFrom, Duration correctUpTo) {}

  /** What devices are told for their patients. */
  public record Feedback(Switch toDevices) {}

  /**
   * What the overview asks for and what becomes of alerts nobody reacts to.
   *
   * @param budget looks a day for every 100 patients
   */
  public record Alerts(int budget, Duration escalateUrgentAfter, Duration escalateWarningAfter) {}

  /** How Open Wearables proves who it is; a secret that is empty is not asked for. */
  public record OpenWearables(Secret token, Secret signingSecret) {}

  /**
   * Where traces go.
   *
   * @param endpoint empty: nothing is traced
   * @param oneIn one message and one request in so many is traced, at least 1
   */
  public record Tracing(Optional<URI> endpoint, int oneIn) {}

  /** Whether something is done. */
  public enum Switch {
    ON,
    OFF
  }

  /** Whose broker it is. */
  public enum BrokerKind {
    EMBEDDED,
    EXTERNAL
  }

  /** How an external broker is reached. */
  public enum Encryption {
    NONE,
    TLS
  }

  /** Who may use the embedded broker. */
  public enum EmbeddedAccess {
    /** Devices with the secret they were given, and nobody else. */
    CREDENTIALS,
    /** Also every program on this machine, except in the name of a device with a secret. */
    CREDENTIALS_OR_THIS_MACHINE
  }

  /** How much is logged, least first. */
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  /** How a log line is written. */
  public enum LogForm {
    TEXT,
    JSON
  }

  /** What to do when asked to listen where other machines can connect. */
  public enum InsecureListen {
    REFUSE,
    EVERYBODY_ON_THE_NETWORK_MAY_READ_HEALTH_DATA
  }

  /** The same settings with all their data in files elsewhere. */
  public Settings withDataFolder(Path folder) {
    return new Settings(
        folder,
        clinic,
        Store.FILES,
        Telemetry.WITH_THE_RECORDS,
        retention,
        broker,
        tls,
        dashboard,
        screens,
        management,
        insecureListen,
        monitor,
        clocks,
        feedback,
        alerts,
        openWearables,
        notifications,
        tracing,
        speakWithin,
        stopWithin,
        logLevel,
        logForm);
  }
}
