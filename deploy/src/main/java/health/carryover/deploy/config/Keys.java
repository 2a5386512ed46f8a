package health.carryover.deploy.config;

import health.carryover.analysis.outcome.AlertChange.Severity;
import health.carryover.deploy.notify.NotificationSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Every key there is, in the order of the documentation. */
final class Keys {
  static final String VARIABLE_PREFIX = "CARRYOVER_";

  static final Key<Path> DATA_FOLDER =
      new Key<>(
          "data.folder",
          TextForm.FOLDER,
          "~/.carryover/data",
          "Where the journal, the records, the broker's store and the admin token are kept. One process at a time.");
  static final Key<String> CLINIC =
      new Key<>(
          "clinic.id",
          TextForm.ID,
          "clinic",
          "The clinic whose patients the dashboard shows, as it stands in topics.");

  static final Key<Settings.StoreKind> STORE_KIND =
      new Key<>(
          "store.kind",
          TextForm.oneOf(Settings.StoreKind.class),
          "sqlite",
          "Whether journal and records are kept in files of the data folder or in a PostgreSQL database.");
  static final Key<String> STORE_URL =
      new Key<>(
          "store.url",
          TextForm.POSTGRESQL_URL,
          "",
          "Where the PostgreSQL database is, with the driver's parameters: sslmode=verify-full unless it"
              + " is on this machine.");
  static final Key<String> STORE_USER =
      new Key<>("store.user", TextForm.TEXT, "", "User name at the PostgreSQL database.");
  static final Key<Secret> STORE_PASSWORD =
      new Key<>("store.password", TextForm.SECRET, "", "Password at the PostgreSQL database.");

  static final Key<Settings.StoreInUse> STORE_IN_USE =
      new Key<>(
          "store.in-use",
          TextForm.oneOf(Settings.StoreInUse.class),
          "refuse",
          "What to do while another service has the PostgreSQL database: refuse to start; wait, not"
              + " ready, and take over when the other is gone; or share the patients with it, which needs"
              + " share at every one of them and broker.shared-group.");
  static final Key<Settings.TelemetryKind> TELEMETRY_KIND =
      new Key<>(
          "telemetry.kind",
          TextForm.oneOf(Settings.TelemetryKind.class),
          "records",
          "Whether heart rate is kept with the records or in an InfluxDB server.");
  static final Key<String> TELEMETRY_URL =
      new Key<>(
          "telemetry.url",
          TextForm.WEB_ADDRESS,
          "",
          "Where the InfluxDB server is: https unless it is on this machine.");
  static final Key<Settings.TelemetryApi> TELEMETRY_API =
      new Key<>(
          "telemetry.api",
          TextForm.oneOf(Settings.TelemetryApi.class),
          "v2",
          "How the InfluxDB server is spoken to: v1 for 1.6 and 1.7, v2 for 1.8, 2 and 3 Core.");
  static final Key<String> TELEMETRY_ORGANISATION =
      new Key<>("telemetry.organisation", TextForm.TEXT, "", "The organisation at an InfluxDB 2.");
  static final Key<String> TELEMETRY_DATABASE =
      new Key<>(
          "telemetry.database",
          TextForm.ID,
          "carryover",
          "The InfluxDB database; with v2 the bucket is named database/policy.");
  static final Key<String> TELEMETRY_POLICY =
      new Key<>("telemetry.policy", TextForm.ID, "heart-rate", "The InfluxDB retention policy.");
  static final Key<Duration> TELEMETRY_KEEP =
      new Key<>(
          "telemetry.keep",
          TextForm.DURATION,
          "0s",
          "How long an InfluxDB spoken to by v1 keeps heart rate, 1h or longer; 0s: for ever. With v2"
              + " the bucket says it.");
  static final Key<Duration> TELEMETRY_KEEP_MINUTES =
      new Key<>(
          "telemetry.keep-minutes",
          TextForm.DURATION,
          "0s",
          "How long an InfluxDB spoken to by v1 keeps what heart rate comes to minute by minute, at"
              + " least as long as telemetry.keep; 0s: for ever.");
  static final Key<String> TELEMETRY_USER =
      new Key<>("telemetry.user", TextForm.TEXT, "", "User name at an InfluxDB spoken to by v1.");
  static final Key<Secret> TELEMETRY_SECRET =
      new Key<>(
          "telemetry.secret",
          TextForm.SECRET,
          "",
          "Token at an InfluxDB spoken to by v2, password with v1.");

  static final Key<Duration> KEEP_HEART_RATE =
      new Key<>(
          "retention.heart-rate",
          TextForm.DURATION,
          "0s",
          "How long to keep messages with heart rate, and the curves made of them where heart rate is with the records: 30d or longer; 0s: for ever.");
  static final Key<Duration> KEEP_SESSION =
      new Key<>(
          "retention.session",
          TextForm.DURATION,
          "0s",
          "How long to keep messages of sessions: 30d or longer; 0s: for ever.");
  static final Key<Duration> KEEP_PAIN =
      new Key<>(
          "retention.pain",
          TextForm.DURATION,
          "0s",
          "How long to keep pain reports: 30d or longer; 0s: for ever.");
  static final Key<Duration> KEEP_RECOVERY =
      new Key<>(
          "retention.recovery",
          TextForm.DURATION,
          "0s",
          "How long to keep recovery reports: 30d or longer; 0s: for ever.");
  static final Key<Duration> KEEP_SAFETY =
      new Key<>(
          "retention.safety",
          TextForm.DURATION,
          "0s",
          "How long to keep answers to safety questions: 30d or longer; 0s: for ever.");
  static final Key<Duration> KEEP_OPEN_WEARABLES =
      new Key<>(
          "retention.open-wearables",
          TextForm.DURATION,
          "0s",
          "How long to keep what Open Wearables sent: 30d or longer; 0s: for ever.");
  static final Key<Duration> KEEP_STATUS =
      new Key<>(
          "retention.status",
          TextForm.DURATION,
          "0s",
          "How long to keep when devices came and went: 30d or longer; 0s: for ever.");
  static final Key<Duration> KEEP_QUARANTINE =
      new Key<>(
          "retention.quarantine",
          TextForm.DURATION,
          "0s",
          "How long to keep messages of which anything could not be used, and what was sent through again: 30d or longer; 0s: for ever.");
  static final Key<Duration> KEEP_ALERTS =
      new Key<>(
          "retention.alerts",
          TextForm.DURATION,
          "0s",
          "How long to keep alerts that ended, with what people did about them: 30d or longer; 0s: for ever.");
  static final Key<Duration> KEEP_NOTIFICATIONS =
      new Key<>(
          "retention.notifications",
          TextForm.DURATION,
          "0s",
          "How long to keep what people outside the dashboard were told: 30d or longer; 0s: for ever.");
  static final Key<Duration> KEEP_ACCESS_LOG =
      new Key<>(
          "retention.access-log",
          TextForm.DURATION,
          "0s",
          "How long to keep who saw what: 30d or longer; 0s: for ever.");

  static final Key<Settings.BrokerKind> BROKER_KIND =
      new Key<>(
          "broker.kind",
          TextForm.oneOf(Settings.BrokerKind.class),
          "embedded",
          "Whether Carryover runs an MQTT broker of its own or connects to one.");
  static final Key<String> BROKER_HOST =
      new Key<>(
          "broker.host",
          TextForm.HOST,
          "127.0.0.1",
          "Where the embedded broker listens, or where the external one is.");
  static final Key<Integer> BROKER_PORT =
      new Key<>("broker.port", TextForm.PORT, "1883", "The broker's MQTT port.");
  static final Key<Settings.EmbeddedAccess> BROKER_ACCESS =
      new Key<>(
          "broker.access",
          TextForm.oneOf(Settings.EmbeddedAccess.class),
          "credentials-or-this-machine",
          "Who may use the embedded broker: devices with the secret they were given, or also every"
              + " program on this machine, except in the name of a device that has a secret.");
  static final Key<String> BROKER_PUBLIC_HOST =
      new Key<>(
          "broker.public-host",
          TextForm.TEXT,
          "",
          "Under which name devices reach the broker, told to them when they join; empty: broker.host.");
  static final Key<String> BROKER_USER =
      new Key<>(
          "broker.user",
          TextForm.TEXT,
          "",
          "User name at an external broker; empty: none is given.");
  static final Key<Secret> BROKER_PASSWORD =
      new Key<>("broker.password", TextForm.SECRET, "", "Password at an external broker.");

  static final Key<Settings.Encryption> BROKER_ENCRYPTION =
      new Key<>(
          "broker.encryption",
          TextForm.oneOf(Settings.Encryption.class),
          "none",
          "Whether an external broker is reached over TLS; its certificate must be that of broker.host."
              + " The embedded one encrypts where tls.certificate or tls.keystore is set.");
  static final Key<Optional<Path>> BROKER_AUTHORITIES =
      new Key<>(
          "broker.authorities",
          TextForm.FILE,
          "",
          "PEM file of the authorities that vouch for an external broker; empty: those Java trusts.");
  static final Key<Optional<Path>> BROKER_CERTIFICATE =
      new Key<>(
          "broker.certificate",
          TextForm.FILE,
          "",
          "PEM file of the certificate shown to an external broker; empty: none.");
  static final Key<Optional<Path>> BROKER_KEY =
      new Key<>(
          "broker.key", TextForm.FILE, "", "PEM file of the PKCS#8 key of broker.certificate.");
  static final Key<Optional<Path>> BROKER_DEVICE_AUTHORITIES =
      new Key<>(
          "broker.device-authorities",
          TextForm.FILE,
          "",
          "PEM file of the authorities whose certificates devices may show at the embedded broker in"
              + " place of their secret; the common name is the device id. Empty: secrets alone.");
  static final Key<Secret> BROKER_SHARED_GROUP =
      new Key<>(
          "broker.shared-group",
          TextForm.SECRET,
          "",
          "Several services with the same group share the messages of an external broker among them"
              + " ($share); 16 to 64 letters, digits, _ or -, kept secret like a password. Empty: this"
              + " service takes all.");
  static final Key<String> BROKER_INSTANCE =
      new Key<>(
          "broker.instance",
          TextForm.ID_OR_NOTHING,
          "",
          "Tells services apart that use the same external broker, as part of their client ids; the"
              + " same after every restart.");
  static final Key<Secret> BROKER_ASKING_TOKEN =
      new Key<>(
          "broker.asking-token",
          TextForm.SECRET,
          "",
          "With this token, of 16 characters or more, an external broker may ask under"
              + " /api/v1/broker who a device is and what it may do; empty: it may not.");

  static final Key<Optional<Path>> TLS_CERTIFICATE =
      new Key<>(
          "tls.certificate",
          TextForm.FILE,
          "",
          "PEM file of the certificate that dashboard, embedded broker and management port show, with"
              + " those above it after it. Without it and tls.keystore nothing is encrypted.");
  static final Key<Optional<Path>> TLS_KEY =
      new Key<>("tls.key", TextForm.FILE, "", "PEM file of the PKCS#8 key of tls.certificate.");
  static final Key<Optional<Path>> TLS_KEYSTORE =
      new Key<>(
          "tls.keystore",
          TextForm.FILE,
          "",
          "PKCS12 keystore with certificate and key, in place of the two PEM files.");
  static final Key<Secret> TLS_KEYSTORE_PASSWORD =
      new Key<>("tls.keystore-password", TextForm.SECRET, "", "The password of tls.keystore.");

  static final Key<String> DASHBOARD_HOST =
      new Key<>(
          "dashboard.host", TextForm.HOST, "127.0.0.1", "Where dashboard and HTTP API listen.");
  static final Key<Integer> DASHBOARD_PORT =
      new Key<>("dashboard.port", TextForm.PORT, "8080", "The port of dashboard and HTTP API.");

  static final Key<Optional<URI>> DASHBOARD_PUBLIC_ADDRESS =
      new Key<>(
          "dashboard.public-address",
          TextForm.ENDPOINT,
          "",
          "Where browsers find the dashboard, such as https://clinic.example, if something between"
              + " encrypts for it: invitations then lead there, and its cookies travel encrypted only.");
  static final Key<Duration> DASHBOARD_IDLE_TIMEOUT =
      new Key<>(
          "dashboard.idle-timeout",
          TextForm.DURATION,
          "1h",
          "A screen at which nobody does anything for so long is signed out; showing what arrives is"
              + " nothing done. For a display on a wall set it to dashboard.longest-session.");
  static final Key<Duration> DASHBOARD_LONGEST_SESSION =
      new Key<>(
          "dashboard.longest-session",
          TextForm.DURATION,
          "12h",
          "Every screen is signed out so long after it was signed in.");

  static final Key<String> MANAGEMENT_HOST =
      new Key<>("management.host", TextForm.HOST, "127.0.0.1", "Where health and metrics listen.");
  static final Key<Integer> MANAGEMENT_PORT =
      new Key<>("management.port", TextForm.PORT, "8081", "The port of health and metrics.");

  static final Key<Settings.InsecureListen> INSECURE_LISTEN =
      new Key<>(
          "insecure-listen",
          TextForm.oneOf(Settings.InsecureListen.class),
          "refuse",
          "Without TLS, listening beyond this machine and reaching broker or database there is refused"
              + " unless this says that everybody on the network may read the health data.");

  static final Key<Duration> ALLOWED_LATENESS =
      new Key<>(
          "monitor.allowed-lateness",
          TextForm.DURATION,
          "7d",
          "How far behind a patient's newest event data may come and still change a session.");
  static final Key<Duration> SILENCE_ENDS_SESSION =
      new Key<>(
          "monitor.silence-ends-session",
          TextForm.DURATION,
          "30m",
          "A session without stop has ended after this long without heart rate.");
  static final Key<Duration> LONGEST_SESSION =
      new Key<>(
          "monitor.longest-session",
          TextForm.DURATION,
          "6h",
          "A session without stop has ended after this long at the latest.");
  static final Key<Duration> LIVE_ALERT_DELAY =
      new Key<>(
          "monitor.live-alert-delay",
          TextForm.DURATION,
          "10m",
          "An alert known later than this after it happened is marked late.");

  static final Key<Settings.Switch> CLOCK_CORRECTION =
      new Key<>(
          "clock.correction",
          TextForm.oneOf(Settings.Switch.class),
          "on",
          "Whether the times of a device whose clock is shown to be wrong by its live messages are"
              + " corrected; its own are kept beside.");
  static final Key<Duration> CLOCK_CORRECT_FROM =
      new Key<>(
          "clock.correct-from",
          TextForm.DURATION,
          "30s",
          "A clock that is off by less is left alone. Keep it above the time live messages take.");
  static final Key<Duration> CLOCK_CORRECT_UP_TO =
      new Key<>(
          "clock.correct-up-to",
          TextForm.DURATION,
          "10m",
          "A clock that is off by more is left alone: people decide.");

  static final Key<Settings.Switch> FEEDBACK_TO_DEVICES =
      new Key<>(
          "feedback.to-devices",
          TextForm.oneOf(Settings.Switch.class),
          "on",
          "Whether patients are told on their devices when the next pain question is due, that"
              + " today's amount is near, and what the next session may be.");

  static final Key<Integer> ALERTS_BUDGET =
      new Key<>(
          "alerts.budget",
          TextForm.PER_HUNDRED,
          "10",
          "How many looks a day for every 100 patients the overview asks for; what lies beyond is held"
              + " back and shown as such, safety never is. Everybody may choose another number.");
  static final Key<Duration> ALERTS_ESCALATE_URGENT_AFTER =
      new Key<>(
          "alerts.escalate-urgent-after",
          TextForm.DURATION,
          "30m",
          "When an urgent alert nobody reacted to is passed on; 0s: never.");
  static final Key<Duration> ALERTS_ESCALATE_WARNING_AFTER =
      new Key<>(
          "alerts.escalate-warning-after",
          TextForm.DURATION,
          "24h",
          "The same for alerts of the severity below; what is for information is never passed on.");

  static final Key<Secret> OPEN_WEARABLES_TOKEN =
      new Key<>(
          "open-wearables.token",
          TextForm.SECRET,
          "",
          "The bearer token with which Open Wearables sends its events; 16 characters or more. With"
              + " neither this nor the signing secret nothing is taken from it.");
  static final Key<Secret> OPEN_WEARABLES_SIGNING_SECRET =
      new Key<>(
          "open-wearables.signing-secret",
          TextForm.SECRET,
          "",
          "The signing secret (whsec_...) of the endpoint in Open Wearables; every event must carry"
              + " a signature by it then.");

  static final Key<Severity> NOTIFY_FROM =
      new Key<>(
          "notify.from-severity",
          TextForm.oneOf(Severity.class),
          "warning",
          "What is less severe is told on the dashboard alone.");
  static final Key<Duration> NOTIFY_GROUP_FOR =
      new Key<>(
          "notify.group-for",
          TextForm.DURATION,
          "2m",
          "How long what is not urgent is gathered, so that one mail tells of all of it.");
  static final Key<Optional<LocalTime>> NOTIFY_QUIET_FROM =
      new Key<>(
          "notify.quiet-from",
          TextForm.TIME_OF_DAY,
          "",
          "From when until notify.quiet-to only urgent alerts are told; the others follow after.");
  static final Key<Optional<LocalTime>> NOTIFY_QUIET_TO =
      new Key<>(
          "notify.quiet-to",
          TextForm.TIME_OF_DAY,
          "",
          "The end of the quiet hours; may lie on the next morning.");
  static final Key<ZoneId> NOTIFY_ZONE =
      new Key<>(
          "notify.zone", TextForm.ZONE, "UTC", "By the clock of which zone the quiet hours count.");
  static final Key<Optional<URI>> NOTIFY_LINK =
      new Key<>(
          "notify.link", TextForm.ENDPOINT, "", "Where people find the dashboard, for mails.");
  static final Key<Optional<URI>> NOTIFY_WEBHOOK =
      new Key<>(
          "notify.webhook",
          TextForm.ENDPOINT,
          "",
          "Where alerts are sent as signed requests (Standard Webhooks): https, or http to this machine.");
  static final Key<Secret> NOTIFY_WEBHOOK_SECRET =
      new Key<>(
          "notify.webhook-secret",
          TextForm.SECRET,
          "",
          "The key of the signatures: whsec_ and base 64 of 24 bytes or more.");
  static final Key<List<String>> NOTIFY_MAIL_TO =
      new Key<>(
          "notify.mail-to",
          TextForm.MAILBOXES,
          "",
          "Who gets mails about alerts, parted by commas. A mail counts alerts and names nobody.");
  static final Key<List<String>> NOTIFY_MAIL_FROM =
      new Key<>("notify.mail-from", TextForm.MAILBOXES, "", "The sender of these mails.");
  static final Key<String> NOTIFY_SMTP_HOST =
      new Key<>("notify.smtp-host", TextForm.HOST, "localhost", "The mail server.");
  static final Key<Integer> NOTIFY_SMTP_PORT =
      new Key<>("notify.smtp-port", TextForm.PORT, "587", "Its port.");
  static final Key<NotificationSettings.Encryption> NOTIFY_SMTP_ENCRYPTION =
      new Key<>(
          "notify.smtp-encryption",
          TextForm.oneOf(NotificationSettings.Encryption.class),
          "starttls",
          "TLS from the first byte, STARTTLS, or none; none to this machine alone.");
  static final Key<String> NOTIFY_SMTP_USER =
      new Key<>(
          "notify.smtp-user",
          TextForm.TEXT,
          "",
          "User name at the mail server; empty: nobody signs in.");
  static final Key<Secret> NOTIFY_SMTP_PASSWORD =
      new Key<>("notify.smtp-password", TextForm.SECRET, "", "Password at the mail server.");

  static final Key<Optional<URI>> TRACING_ENDPOINT =
      new Key<>(
          "tracing.endpoint",
          TextForm.ENDPOINT,
          "",
          "Where traces are sent as OTLP over HTTP, such as http://localhost:4318/v1/traces: https, or"
              + " http to this machine; empty: nothing is traced.");
  static final Key<Integer> TRACING_ONE_IN =
      new Key<>(
          "tracing.one-in",
          TextForm.count(1, 1_000_000),
          "100",
          "One message and one request in so many is traced.");
  static final Key<Duration> SPEAK_WITHIN =
      new Key<>(
          "speak.within",
          TextForm.DURATION,
          "20s",
          "A connection to embedded broker, dashboard or management port is closed when the whole of"
              + " its CONNECT, or of a request's header or body, takes longer than this to come.");
  static final Key<Duration> STOP_WITHIN =
      new Key<>(
          "stop.within",
          TextForm.DURATION,
          "10s",
          "How long an orderly stop may take before it is cut short.");

  static final Key<Settings.LogLevel> LOG_LEVEL =
      new Key<>(
          "log.level",
          TextForm.oneOf(Settings.LogLevel.class),
          "info",
          "How much is logged to the error output.");

  static final Key<Settings.LogForm> LOG_FORM =
      new Key<>(
          "log.form",
          TextForm.oneOf(Settings.LogForm.class),
          "text",
          "Whether a log line is text for people or a JSON object for programs.");

  static final List<Key<?>> ALL =
      List.of(
          DATA_FOLDER,
          CLINIC,
          STORE_KIND,
          STORE_URL,
          STORE_USER,
          STORE_PASSWORD,
          STORE_IN_USE,
          TELEMETRY_KIND,
          TELEMETRY_URL,
          TELEMETRY_API,
          TELEMETRY_ORGANISATION,
          TELEMETRY_DATABASE,
          TELEMETRY_POLICY,
          TELEMETRY_KEEP,
          TELEMETRY_KEEP_MINUTES,
          TELEMETRY_USER,
          TELEMETRY_SECRET,
          KEEP_HEART_RATE,
          KEEP_SESSION,
          KEEP_PAIN,
          KEEP_RECOVERY,
          KEEP_SAFETY,
          KEEP_OPEN_WEARABLES,
          KEEP_STATUS,
          KEEP_QUARANTINE,
          KEEP_ALERTS,
          KEEP_NOTIFICATIONS,
          KEEP_ACCESS_LOG,
          BROKER_KIND,
          BROKER_HOST,
          BROKER_PORT,
          BROKER_ACCESS,
          BROKER_PUBLIC_HOST,
          BROKER_USER,
          BROKER_PASSWORD,
          BROKER_ENCRYPTION,
          BROKER_AUTHORITIES,
          BROKER_CERTIFICATE,
          BROKER_KEY,
          BROKER_DEVICE_AUTHORITIES,
          BROKER_SHARED_GROUP,
          BROKER_INSTANCE,
          BROKER_ASKING_TOKEN,
          TLS_CERTIFICATE,
          TLS_KEY,
          TLS_KEYSTORE,
          TLS_KEYSTORE_PASSWORD,
          DASHBOARD_HOST,
          DASHBOARD_PORT,
          DASHBOARD_PUBLIC_ADDRESS,
          DASHBOARD_IDLE_TIMEOUT,
          DASHBOARD_LONGEST_SESSION,
          MANAGEMENT_HOST,
          MANAGEMENT_PORT,
          INSECURE_LISTEN,
          ALLOWED_LATENESS,
          SILENCE_ENDS_SESSION,
          LONGEST_SESSION,
          LIVE_ALERT_DELAY,
          CLOCK_CORRECTION,
          CLOCK_CORRECT_FROM,
          CLOCK_CORRECT_UP_TO,
          FEEDBACK_TO_DEVICES,
          ALERTS_BUDGET,
          ALERTS_ESCALATE_URGENT_AFTER,
          ALERTS_ESCALATE_WARNING_AFTER,
          OPEN_WEARABLES_TOKEN,
          OPEN_WEARABLES_SIGNING_SECRET,
          NOTIFY_FROM,
          NOTIFY_GROUP_FOR,
          NOTIFY_QUIET_FROM,
          NOTIFY_QUIET_TO,
          NOTIFY_ZONE,
          NOTIFY_LINK,
          NOTIFY_WEBHOOK,
          NOTIFY_WEBHOOK_SECRET,
          NOTIFY_MAIL_TO,
          NOTIFY_MAIL_FROM,
          NOTIFY_SMTP_HOST,
          NOTIFY_SMTP_PORT,
          NOTIFY_SMTP_ENCRYPTION,
          NOTIFY_SMTP_USER,
          NOTIFY_SMTP_PASSWORD,
          TRACING_ENDPOINT,
          TRACING_ONE_IN,
          SPEAK_WITHIN,
          STOP_WITHIN,
          LOG_LEVEL,
          LOG_FORM);

  private Keys() {}
}
