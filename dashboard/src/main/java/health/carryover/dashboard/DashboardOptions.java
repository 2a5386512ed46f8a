package health.carryover.dashboard;

import health.carryover.dashboard.escalation.EscalationRule;
import health.carryover.dashboard.triage.AlertBudget;
import health.carryover.dashboard.webhook.WebhookSecrets;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * How the dashboard is reached and by whom.
 *
 * @param clinic whose patients it shows
 * @param host the address to listen at
 * @param port the port to listen at; 0: any that is free
 * @param publicOrigin scheme, host and port under which browsers reach it, {@code
 *     https://clinic.example}; with https the cookie travels encrypted only; null: plain HTTP under
 *     whatever name the browser uses
 * @param administrationToken lets the command line in; null: nobody comes in with a token
 * @param idleTimeout after which a screen at which nobody does anything is signed out
 * @param longestSession after which every screen is signed out
 * @param heartbeat how often streams show a sign of life
 * @param certificate shown over TLS; null: plain HTTP, perhaps behind a proxy that encrypts
 * @param openWearables how Open Wearables proves who it is
 * @param requestWithin how long a request's header, and its body, may each take to come
 * @param workerThreads how many blocking calls run at once
 * @param budget how many looks a day the list asks for where nobody chose another
 * @param escalation when alerts nobody reacts to are passed on
 */
public record DashboardOptions(
    String clinic,
    String host,
    int port,
    @Nullable URI publicOrigin,
    @Nullable String administrationToken,
    Duration idleTimeout,
    Duration longestSession,
    Duration heartbeat,
    @Nullable X509KeyManager certificate,
    WebhookSecrets openWearables,
    Duration requestWithin,
    int workerThreads,
    AlertBudget budget,
    EscalationRule escalation) {
  private static final int SHORTEST_TOKEN = 16;

  public DashboardOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be from 0 to 65535");
    }
    if (workerThreads < 1) {
      throw new IllegalArgumentException("workerThreads must be at least 1");
    }
    if (idleTimeout.compareTo(Duration.ZERO) <= 0
        || longestSession.compareTo(Duration.ZERO) <= 0
        || heartbeat.compareTo(Duration.ZERO) <= 0
        || requestWithin.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException(
          "idleTimeout, longestSession, heartbeat and requestWithin must be above zero");
    }
    if (administrationToken != null && administrationToken.length() < SHORTEST_TOKEN) {
      throw new IllegalArgumentException("administrationToken must have 16 characters or more");
    }
  }

  /**
   * Plain HTTP, no token, idle for an hour, signed in for twelve, a heartbeat every 15 s, 20 s for
   * a request to come, four threads.
   */
  public static DashboardOptions of(String clinic, String host, int port) {
    return new DashboardOptions(
        clinic,
        host,
        port,
        null,
        null,
        Duration.ofHours(1),
        Duration.ofHours(12),
        Duration.ofSeconds(15),
        null,
        WebhookSecrets.NONE,
        Duration.ofSeconds(20),
        4,
        AlertBudget.DEFAULT,
        EscalationRule.DEFAULT);
  }

  /** The same, reached by browsers under {@code origin}; null: under whatever they use. */
  public DashboardOptions withPublicOrigin(@Nullable URI origin) {
    Copy copy = new Copy(this);
    copy.publicOrigin = origin;
    return copy.made();
  }

  /** The same, taking events of Open Wearables from whoever knows {@code secrets}. */
  public DashboardOptions withOpenWearables(WebhookSecrets secrets) {
    Copy copy = new Copy(this);
    copy.openWearables = secrets;
    return copy.made();
  }

  /** The same, letting in whoever sends {@code token}. */
  public DashboardOptions withAdministrationToken(String token) {
    Copy copy = new Copy(this);
    copy.administrationToken = token;
    return copy.made();
  }

  /** The same with other choices about alerts. */
  public DashboardOptions withAlerts(AlertBudget looks, EscalationRule passedOn) {
    Copy copy = new Copy(this);
    copy.budget = looks;
    copy.escalation = passedOn;
    return copy.made();
  }

  /** The same over TLS. */
  public DashboardOptions withCertificate(X509KeyManager shown) {
    Copy copy = new Copy(this);
    copy.certificate = shown;
    return copy.made();
  }

  /** The same with another idle time. */
  public DashboardOptions withIdleTimeout(Duration timeout) {
    Copy copy = new Copy(this);
    copy.idleTimeout = timeout;
    return copy.made();
  }

  /** The same with another time after which every screen is signed out. */
  public DashboardOptions withLongestSession(Duration longest) {
    Copy copy = new Copy(this);
    copy.longestSession = longest;
    return copy.made();
  }

  /** The same with another heartbeat. */
  public DashboardOptions withHeartbeat(Duration every) {
    Copy copy = new Copy(this);
    copy.heartbeat = every;
    return copy.made();
  }

  /** The same with another time for a request to come. */
  public DashboardOptions withRequestWithin(Duration time) {
    Copy copy = new Copy(this);
    copy.requestWithin = time;
    return copy.made();
  }

  /** The options with some of them exchanged. */
  private static final class Copy {
    private final DashboardOptions original;
    private @Nullable URI publicOrigin;
    private @Nullable String administrationToken;
    private Duration idleTimeout;
    private Duration longestSession;
    private Duration heartbeat;
    private @Nullable X509KeyManager certificate;
    private WebhookSecrets openWearables;
    private Duration requestWithin;
    private AlertBudget budget;
    private EscalationRule escalation;

    Copy(DashboardOptions original) {
      this.original = original;
      this.publicOrigin = original.publicOrigin;
      this.administrationToken = original.administrationToken;
      this.idleTimeout = original.idleTimeout;
      this.longestSession = original.longestSession;
      this.heartbeat = original.heartbeat;
      this.certificate = original.certificate;
      this.openWearables = original.openWearables;
      this.requestWithin = original.requestWithin;
      this.budget = original.budget;
      this.escalation = original.escalation;
    }

    DashboardOptions made() {
      return new DashboardOptions(
          original.clinic,
          original.host,
          original.port,
          publicOrigin,
          administrationToken,
          idleTimeout,
          longestSession,
          heartbeat,
          certificate,
          openWearables,
          requestWithin,
          original.workerThreads,
          budget,
          escalation);
    }
  }

  /** Everything but the token. */
  @Override
  public String toString() {
    return "DashboardOptions[clinic=%s, host=%s, port=%d, publicOrigin=%s, administrationToken=%s, idleTimeout=%s, longestSession=%s, heartbeat=%s, encrypted=%s, workerThreads=%d]"
        .formatted(
            clinic,
            host,
            port,
            publicOrigin,
            administrationToken == null ? "none" : "***",
            idleTimeout,
            longestSession,
            heartbeat,
            certificate != null,
            workerThreads);
  }
}
