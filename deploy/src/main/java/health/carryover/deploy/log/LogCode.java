package health.carryover.deploy.log;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The events of a running service. A code never changes its meaning; docs/logs.md lists them all.
 * No line carries health data or ids.
 */
public enum LogCode {
  SERVICE_STARTING(1001, "The service begins to start.", "Nothing to do."),
  SERVICE_STARTED(1002, "Everything is up; the line says how long it took.", "Nothing to do."),
  SERVICE_STOPPING(1003, "An orderly stop was asked for.", "Nothing to do."),
  SERVICE_STOPPED(1004, "The stop is complete.", "Nothing to do."),
  START_FAILED(
      1005,
      "A part could not start; what had started is stopped again.",
      "Mend what the line names."),
  STOP_INCOMPLETE(
      1006,
      "A part failed while stopping; the others were stopped all the same.",
      "Nothing is lost: what was acknowledged is in the journal. Look at the line's cause."),
  STANDING_BY(
      1007,
      "Another service has the PostgreSQL database; this one waits and takes over when it is gone.",
      "Nothing to do."),
  DISPLACED(
      1008,
      "Another service has taken the PostgreSQL database, or this one's patients, over. This one ends, or, where the patients are shared, begins anew by itself.",
      "Start it again if it ended; if this happens often, look at the network between service and database."),
  SHARES_CHANGED(
      1009,
      "The patients are divided anew among the services that share the database; the line says how many of 64 shares this one has and how many services there are.",
      "Nothing to do."),
  LISTENING_UNENCRYPTED(
      1101,
      "The settings allow connections to and from other machines without encryption.",
      "Set tls.certificate and tls.key, or put a proxy with TLS in front and listen on 127.0.0.1."),
  CERTIFICATE_ENDS_SOON(
      1102,
      "The service's certificate expires within two weeks.",
      "Renew it and start the service again; it does not start with an expired one."),
  LINK_CONNECTED(1201, "The link to the MQTT broker stands.", "Nothing to do."),
  LINK_CONNECTING(
      1202,
      "The link to the MQTT broker is down; it is tried with growing waits.",
      "If it lasts, look at the broker. Devices keep their data until it is acknowledged."),
  PUBLICATION_WAITS(
      1203,
      "Alert changes cannot be published on the clinic's topic at the moment.",
      "Nothing is left out: they follow as soon as the records can be read again."),
  NOTIFICATIONS_WAIT(
      1204,
      "A notification could not be delivered, or the records cannot be read; it is tried again.",
      "Look at the address and the server the line's channel names; GET /api/v1/notifications says why."),
  LOGIN_REFUSED(
      1301,
      "Clients were turned away at the broker: wrong secret, name or certificate, or too many attempts.",
      "Look at the metric carryover_broker_logins_refused; a device that should come in needs a new code."),
  TELEMETRY_WAITS(
      1401,
      "Heart rate cannot be written to the InfluxDB server at the moment; it is tried with growing waits.",
      "If it lasts, look at the server. Nothing is lost: what is missing follows from the journal."),
  TELEMETRY_FOLLOWS(1402, "Heart rate is written to the InfluxDB server again.", "Nothing to do."),
  ERASURE_DONE(1501, "A person was erased and nothing was left.", "Nothing to do."),
  ERASURE_INCOMPLETE(
      1502,
      "A person could not be erased from everything; the line says what is in the way.",
      "Mend it and erase the person again; the service tries again by itself when it starts."),
  RETENTION_DONE(
      1601,
      "What is older than the settings keep it was let go; the line counts it by stream.",
      "Nothing to do."),
  RETENTION_WAITS(
      1602,
      "The stores could not be asked for what is old; the service tries again in an hour.",
      "Look at the store, as the line says. Nothing is lost; it is only kept for longer.");

  private static final String NOTHING = "Nothing to do.";

  private final int number;
  private final String meaning;
  private final String remedy;

  LogCode(int number, String meaning, String remedy) {
    this.number = number;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** The code as it stands at the beginning of the line: {@code CO-1001}. */
  public String code() {
    return "CO-" + number;
  }

  /** The text of a log line: the code, then {@code detail}. */
  public String line(String detail) {
    return code() + " " + detail;
  }

  /** A Markdown section for each code that asks for something. */
  public static String runbook() {
    return Arrays.stream(values())
        .filter(code -> !code.remedy.equals(NOTHING))
        .map(c -> "### %s\n\n%s %s\n\n".formatted(c.code(), c.meaning, c.remedy))
        .collect(Collectors.joining());
  }

  /** A Markdown table of all codes. */
  public static String markdown() {
    return Arrays.stream(values())
        .map(c -> "| %s | %s | %s |\n".formatted(c.code(), c.meaning, c.remedy))
        .collect(
            Collectors.joining("", "| code | what happened | what to do |\n|---|---|---|\n", ""));
  }
}
