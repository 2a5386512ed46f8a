package health.carryover.deploy.service;

import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.careplan.CarePlan;
import health.carryover.analysis.port.BrokerDoor;
import health.carryover.analysis.port.DeviceDesk;
import health.carryover.analysis.port.Enrolments;
import health.carryover.analysis.port.Intake;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.Notifications;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.PatientDirectory;
import health.carryover.analysis.port.PersonalData;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.analysis.port.Telemetry;
import health.carryover.analysis.port.TelemetryErasure;
import health.carryover.dashboard.DashboardOptions;
import health.carryover.dashboard.DashboardPorts;
import health.carryover.dashboard.DashboardService;
import health.carryover.dashboard.DashboardStartException;
import health.carryover.dashboard.access.SignInLinks;
import health.carryover.dashboard.careplan.CarePlanDesk;
import health.carryover.dashboard.escalation.EscalationRule;
import health.carryover.dashboard.triage.AlertBudget;
import health.carryover.dashboard.webhook.WebhookSecrets;
import health.carryover.deploy.broker.BrokerEncryption;
import health.carryover.deploy.broker.BrokerMeters;
import health.carryover.deploy.broker.BrokerSettings;
import health.carryover.deploy.broker.BrokerStartException;
import health.carryover.deploy.broker.ClientWatch;
import health.carryover.deploy.broker.DeviceAccess;
import health.carryover.deploy.broker.EmbeddedBroker;
import health.carryover.deploy.broker.RefusedLogins;
import health.carryover.deploy.broker.WaitingMessages;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.erasure.ErasureJobs;
import health.carryover.deploy.erasure.ErasureNotes;
import health.carryover.deploy.erasure.ErasureRun;
import health.carryover.deploy.erasure.RunningParts;
import health.carryover.deploy.export.ExportSources;
import health.carryover.deploy.export.PatientExport;
import health.carryover.deploy.health.HealthServer;
import health.carryover.deploy.health.Probe;
import health.carryover.deploy.log.LogCode;
import health.carryover.deploy.notify.NotificationSettings;
import health.carryover.deploy.notify.Notifier;
import health.carryover.deploy.notify.TopicDelivery;
import health.carryover.deploy.retention.RetentionJob;
import health.carryover.deploy.tls.UnusableKeyException;
import health.carryover.deploy.trace.Tracing;
import health.carryover.ingest.IngestPorts;
import health.carryover.ingest.IngestService;
import health.carryover.ingest.IngestSettings;
import health.carryover.ingest.MqttIntake;
import health.carryover.ingest.clock.ClockSettings;
import health.carryover.ingest.codec.MessageCodec;
import health.carryover.ingest.device.DeviceDoor;
import health.carryover.ingest.device.EnrolmentDesk;
import health.carryover.ingest.device.ExternalBrokerDoor;
import health.carryover.ingest.device.PhoneDesk;
import health.carryover.ingest.device.SyncAudience;
import health.carryover.ingest.device.SyncCursors;
import health.carryover.ingest.device.SyncSettings;
import health.carryover.ingest.journal.DeliveryListener;
import health.carryover.ingest.journal.JournalHistory;
import health.carryover.ingest.mqtt.InboundMessage;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.mqtt.MqttCredentials;
import health.carryover.ingest.mqtt.MqttLink;
import health.carryover.ingest.mqtt.MqttLinkSettings;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttState;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import health.carryover.ingest.shard.OutcomeListener;
import health.carryover.ingest.shard.StageListener;
import health.carryover.ingest.share.ShareKeeper;
import health.carryover.store.influx.InfluxTelemetry;
import health.carryover.store.sql.GatheredTelemetry;
import health.carryover.store.sql.SqlStores;
import health.carryover.store.sql.StoreOpenException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything between a wearable's message and a clinician's screen, in one process.
 *
 * <p>Started by {@link #start}, ended by {@link #close}; both block for some seconds. What was
 * acknowledged to a device survives however it ends.
 */
public final class CarryoverService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CarryoverService.class);
  private static final Duration PART_PATIENCE = Duration.ofSeconds(30);
  private static final Duration SIGN_IN_LIFETIME = Duration.ofMinutes(15);

  /** The morning after a session that is just not final yet must still find its evening. */
  private static final Duration FACTS_OUTLIVE_LATENESS = Duration.ofDays(3);

  private static final Duration OTHERS_ALERTS = Duration.ofMillis(500);
  private static final Duration OTHERS_CREDENTIALS = Duration.ofSeconds(15);
  private static final Duration RENEW_BEFORE = Duration.ofDays(14);

  private static final long MOST_GATHERED_BYTES = Runtime.getRuntime().maxMemory() / 32;

  private static final int INTAKE_MESSAGES = 2_000;

  private final Settings settings;
  private final InstantSource clock;
  private final BooleanSupplier givenUp;
  private boolean standingBy;
  private final Parts parts = new Parts();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final LiveOutcomes outcomes = new LiveOutcomes();
  private final SignInLinks links;

  private final BrokerIdentity identity;

  private final Wiring wiring;

  private CarryoverService(Settings settings, InstantSource clock, BooleanSupplier givenUp)
      throws ServiceStartException {
    this.givenUp = givenUp;
    this.settings = settings;
    this.identity = new BrokerIdentity(settings);
    this.clock = clock;
    this.links = new SignInLinks(clock, SIGN_IN_LIFETIME);
    long begin = System.nanoTime();
    LOG.info(LogCode.SERVICE_STARTING.line("starting"));
    try {
      this.wiring = wire();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw abandoned("the start was interrupted", interrupted);
    } catch (BrokerStartException
        | DashboardStartException
        | StoreOpenException
        | UnusableKeyException said) {
      throw abandoned(oneLine(String.valueOf(said.getMessage())), said);
    } catch (StoreUnavailableException | IOException failed) {
      throw abandoned(
          "the data folder "
              + settings.dataFolder()
              + " cannot be used: set data.folder to one that can be read and written",
          failed);
    } catch (ServiceStartException said) {
      throw abandoned(String.valueOf(said.getMessage()), said);
    }
    wiring.health().report(HealthServer.Phase.RUNNING);
    LOG.info(
        LogCode.SERVICE_STARTED.line("started in {} ms"),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
  }

  /**
   * Starts every part, or none.
   *
   * @param clock the host's clock
   * @throws ServiceStartException with one line for the operator
   */
  public static CarryoverService start(Settings settings, InstantSource clock)
      throws ServiceStartException {
    return start(settings, clock, () -> false);
  }

  /**
   * As the other method, which may have to wait for another service to end.
   *
   * @param givenUp whether nobody wants the service any more
   */
  public static CarryoverService start(
      Settings settings, InstantSource clock, BooleanSupplier givenUp)
      throws ServiceStartException {
    return new CarryoverService(settings, clock, givenUp);
  }

  /** Whether another service has taken its place, so that it has to end. May take seconds. */
  public boolean displaced() {
    boolean displaced = wiring.store().displaced();
    if (displaced) {
      LOG.error(LogCode.DISPLACED.line("another service has taken over"));
    }
    return displaced;
  }

  /** Has {@link #close} not wait for outcomes, which nobody would take from this one. */
  public void abandonOutcomes() {
    wiring.ingest().abandon();
  }

  /** Where people find the dashboard, without a slash at the end. */
  public URI dashboardAddress() {
    return address(settings.dashboard().host(), wiring.dashboard().actualPort());
  }

  /** Where health and metrics are, without a slash at the end. */
  public URI managementAddress() {
    return address(settings.management().host(), wiring.managementPort());
  }

  /** A link that signs one person in, once, within a quarter of an hour. */
  public URI signInLink() {
    URI address = settings.screens().publicAddress();
    return URI.create(
        (address == null ? dashboardAddress() : address) + "/sign-in#" + links.create());
  }

  /** The broker, as devices on this machine reach it. */
  public MqttAddress broker(String clientId) {
    MqttAddress plain =
        MqttAddress.of(
            BrokerIdentity.reachable(settings.broker().host()), wiring.brokerPort(), clientId);
    SSLContext tls = wiring.toBroker();
    return tls == null ? plain : plain.over(tls);
  }

  /**
   * The broker, as {@code device} reaches it with a new secret of its own; an earlier one ends. At
   * an external broker devices have what its operator gave them.
   *
   * @throws IllegalArgumentException if the device belongs to another clinic
   */
  public MqttAddress brokerWithNewSecret(String device) {
    return switch (settings.broker().kind()) {
      case EXTERNAL -> broker(device);
      case EMBEDDED ->
          broker(device)
              .with(
                  new MqttCredentials(
                      device,
                      wiring
                          .door()
                          .issue(settings.clinic(), device, clock.instant())
                          .orElseThrow(
                              () -> new IllegalArgumentException("another clinic's device"))));
    };
  }

  /** Ends the secret of {@code device} and its connection. */
  public void revoke(String device) {
    wiring.door().revoke(settings.clinic(), device, clock.instant());
  }

  /** Who the patients are. */
  public PatientDirectory directory() {
    return wiring.store().patientDirectory();
  }

  /** Which device speaks for whom. */
  public Enrolments enrolments() {
    return wiring.enrolments();
  }

  /** The way in for what clinicians enter. */
  public Intake intake() {
    return wiring.ingest();
  }

  /** Care plans, which tell the monitors through the same way in. */
  public CarePlanDesk carePlans() {
    return new CarePlanDesk(wiring.store().carePlans(), wiring.ingest(), clock);
  }

  /** What the monitors said. */
  public OutcomeRecords records() {
    return wiring.store().outcomeRecords();
  }

  /** Heart rate as the dashboard reads it. */
  public Telemetry telemetry() {
    return wiring.telemetry();
  }

  /** The sequence of the newest journal entry, 0 if there is none. */
  public long journalled() {
    return wiring.journalled().getAsLong();
  }

  /** Whether the link to the broker stands, and what devices send comes in. */
  public boolean subscribed() {
    return wiring.subscribed().getAsBoolean();
  }

  /** Messages taken whose outcomes are not stored yet. */
  public int waiting() {
    return wiring.ingest().waiting();
  }

  /** Takes nothing more, uses what is queued, stores it and ends. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      LOG.info(LogCode.SERVICE_STOPPING.line("stopping"));
      wiring.health().report(HealthServer.Phase.STOPPING);
      parts.stop();
      LOG.info(LogCode.SERVICE_STOPPED.line("stopped"));
    }
  }

  private Wiring wire()
      throws IOException, InterruptedException, ServiceStartException, UnusableKeyException {
    Certificates certificates = Certificates.read(settings, clock.instant());
    warnOf(certificates);
    Path folder = settings.dataFolder();
    AdminToken.makeFolder(folder);
    Metrics metrics = new Metrics();
    metrics.watch(folder);
    parts.add("metrics", metrics);
    Tracing tracing =
        settings
            .tracing()
            .endpoint()
            .map(
                endpoint ->
                    new Tracing(
                        endpoint, settings.tracing().oneIn(), version(), clock, metrics.registry()))
            .orElse(null);
    if (tracing != null) {
      parts.add("tracing", tracing);
    }
    Vertx vertx = metrics.measured(tracing == null ? null : tracing.requests());
    parts.add("event loops", () -> await(vertx.close()));

    HealthServer health =
        new HealthServer(vertx, metrics.registry(), List.of(), settings.speakWithin());
    int managementPort = listen(health, certificates);
    parts.add("management port", () -> await(health.close()));
    SqlStores store = StoreChoice.openForService(settings, () -> standBy(health));
    health.report(HealthServer.Phase.STARTING);
    parts.add("store", store);
    SharedWork shared = new SharedWork(store.shares());
    ShareKeeper keeper = store.shares().map(ShareKeeper::new).orElse(null);
    if (keeper != null) {
      keeper.start();
      parts.add("shares", keeper);
    }
    parts.add(
        "quarantine gauge", new OpenRejections(vertx, store.quarantine(), metrics.registry()));
    Optional<InfluxTelemetry> server = StoreChoice.telemetry(settings, store);
    Telemetry telemetry =
        server
            .<Telemetry>map(TelemetryElsewhere::new)
            .orElseGet(() -> inRecords(store, shared, metrics.registry()));
    String token = AdminToken.ofService(folder);

    IngestService ingest =
        new IngestService(
            new IngestPorts(
                store.journal(),
                store.quarantine(),
                store.enrolments(),
                store.outcomeRecords(),
                telemetry,
                store.monitorSnapshots(),
                store.monitorSteps(),
                store.shares().orElse(null)),
            ingestSettings(),
            metrics.registry(),
            shared.clock(clock));
    shared.measure(metrics.registry(), ingest::behind);
    ingest.addListener(outcomes);
    if (tracing != null) {
      ingest.addListener((DeliveryListener) tracing.messages());
      ingest.addListener((OutcomeListener) tracing.messages());
      ingest.addListener((StageListener) tracing.messages());
    }
    BlockingQueue<InboundMessage> arrived = new ArrayBlockingQueue<>(INTAKE_MESSAGES);
    MqttIntake intake = new MqttIntake(arrived, ingest);

    DeviceDoor door = new DeviceDoor(store.deviceCredentials(), clock);
    ClosedUntilSubscribed access =
        new ClosedUntilSubscribed(
            new DeviceAccess(
                door,
                identity.secrets(),
                unknownClients(),
                new RefusedLogins(clock, metrics.registry())),
            identity.secrets().keySet());
    int brokerPort = settings.broker().port();
    Consumer<String> forgetSession = device -> {};
    IntSupplier brokerWaiting = () -> 0;
    EmbeddedBroker embedded = null;
    SyncAudience audience = SyncAudience.everybody();
    if (settings.broker().kind() == Settings.BrokerKind.EMBEDDED) {
      BrokerSettings plain =
          BrokerSettings.local(brokerPort, folder.resolve("broker"))
              .at(settings.broker().host())
              .connectingWithin(settings.speakWithin());
      BrokerEncryption encryption = certificates.ofBroker();
      EmbeddedBroker broker =
          EmbeddedBroker.start(encryption == null ? plain : plain.encrypted(encryption), access);
      parts.add("broker", broker);
      embedded = broker;
      audience = listeningAt(broker);
      brokerPort = broker.port();
      forgetSession = broker::forget;
      WaitingMessages forLink = broker.waiting(identity.intake(), identity.filters());
      brokerWaiting = forLink::count;
      door.addListener(broker::disconnect);
      broker.paceUploads(identity.secrets().keySet(), new UploadLine(broker, forLink, ingest));
      BrokerMeters.add(broker, metrics.registry());
    }
    SSLContext toBroker =
        switch (settings.broker().kind()) {
          case EMBEDDED -> certificates.toThisService();
          case EXTERNAL -> certificates.toExternalBroker();
        };
    MqttLink link =
        new MqttLink(
            identity.address(identity.intake(), brokerPort, toBroker),
            MqttLinkSettings.subscribingTo(identity.filters().toArray(String[]::new)),
            arrived,
            clock,
            state -> {
              if (state == MqttState.CONNECTED) {
                access.open();
              }
              linkChanged(state);
            },
            metrics.registry());

    health.add(new Probe("store", store::complaint));
    health.add(
        new Probe(
            "broker",
            () ->
                link.state() == MqttState.CONNECTED
                    ? Optional.empty()
                    : Optional.of("no link to the MQTT broker")));
    health.add(
        new Probe(
            "ingest",
            () -> ingest.alive() ? Optional.empty() : Optional.of("messages are not taken in")));

    MqttPublisher down =
        new MqttPublisher(
            identity.address(identity.publisher(), brokerPort, toBroker),
            MqttPublisherSettings.standard(),
            MqttRole.DOWN,
            MqttStateListener.none(),
            metrics.registry());
    down.start();
    parts.add("publisher", down);
    Function<OutboundMessage, CompletionStage<Void>> offer = shared.whileCertain(down::offer);
    AlertPublication alerts =
        new AlertPublication(
            settings.clinic(),
            store.outcomeRecords(),
            store.offsets(),
            offer,
            tracing == null ? change -> () -> {} : tracing.messages()::publishing);
    ingest.addListener(alerts);
    shared.startOnce(alerts::start);
    parts.add("alert publication", alerts);
    Consumer<String> forgetShown = outcomes::erased;
    Notifications notifications = store.notifications();
    NotificationSettings notify = settings.notifications();
    Notifier notifier =
        new Notifier(
            notify,
            new TopicDelivery(settings.clinic(), store.outcomeRecords(), store.alertActs(), offer),
            store.outcomeRecords(),
            notifications,
            store.alertActs(),
            vertx,
            clock,
            metrics.registry());
    ingest.addListener(notifier);
    shared.startOnce(notifier::start);
    parts.add("notifications", notifier);
    if (settings.feedback().toDevices() == Settings.Switch.ON) {
      DeviceFeedback feedback =
          new DeviceFeedback(
              settings.clinic(),
              store.enrolments(),
              patient -> CarePlan.newest(store.carePlans().versions(patient)),
              offer,
              clock,
              metrics.registry());
      ingest.addListener(feedback);
      feedback.start();
      parts.add("feedback", feedback);
      forgetShown = forgetShown.andThen(feedback::forget);
    }
    SyncCursors cursors =
        new SyncCursors(
            store.journal(),
            store.deviceCursors(),
            new MessageCodec(ingestSettings().codec()),
            SyncSettings.DEFAULTS.inMemoryOf(Runtime.getRuntime().maxMemory()),
            offer,
            metrics.registry());
    cursors.tellOnly(audience);
    if (shared.isShared()) {
      cursors.followJournal();
    } else {
      ingest.addListener(cursors);
    }
    shared.startOnce(cursors::start);
    parts.add("sync cursors", cursors);

    TelemetryErasure readings =
        server.map(influx -> feed(influx, store, ingest, shared, metrics.registry())).orElse(null);

    RetentionJob retention =
        new RetentionJob(
            store.trimming(
                server.isPresent() ? Set.of(TelemetryCopy.FEED) : Set.of(),
                notify.tellsAnybody()
                    ? Set.of(AlertPublication.CONSUMER, SqlStores.NOTIFIED)
                    : Set.of(AlertPublication.CONSUMER)),
            settings.retention(),
            clock,
            metrics.registry());
    parts.add("retention", retention);

    ingest.start();
    parts.add("ingest", ingest);
    intake.start();
    parts.add("intake", intake);
    link.start();
    parts.add("link", link);
    if (embedded != null) {
      parts.add("direct delivery", embedded.deliverTo(ingest::takeNow));
    }
    shared.startOnce(retention::start);
    if (keeper != null) {
      keeper.setUser(ingest::keep);
      keeper.addListener(shared::tell);
      lookForOthers(vertx, door);
      parts.add("shared work", shared);
    }

    EnrolmentDesk desk = desk(door, store, ingest, brokerPort, toBroker);
    IntSupplier inBroker = brokerWaiting;
    ErasureJobs erasures =
        erasures(
            store,
            shared,
            new ServiceMemory(
                shared::requireAlone,
                ingest,
                door,
                desk,
                cursors,
                forgetSession,
                () -> inBroker.getAsInt() + arrived.size() + ingest.inLine() == 0,
                down::offer,
                forgetShown,
                readings));
    Enrolments enrolments = new WatchedEnrolments(store.enrolments(), ingest::enrolmentsChanged);
    DashboardOptions options =
        DashboardOptions.of(
                settings.clinic(), settings.dashboard().host(), settings.dashboard().port())
            .withAdministrationToken(token)
            .withRequestWithin(settings.speakWithin())
            .withIdleTimeout(settings.screens().idleTimeout())
            .withLongestSession(settings.screens().longestSession())
            .withPublicOrigin(settings.screens().publicAddress())
            .withOpenWearables(
                WebhookSecrets.of(
                    settings.openWearables().token().reveal(),
                    settings.openWearables().signingSecret().reveal()))
            .withAlerts(
                new AlertBudget(settings.alerts().budget()),
                new EscalationRule(
                    settings.alerts().escalateUrgentAfter(),
                    settings.alerts().escalateWarningAfter()));
    X509KeyManager shown = certificates.ofServers();
    DashboardService dashboard =
        new DashboardService(
            shown == null ? options : options.withCertificate(shown),
            new DashboardPorts(
                store.outcomeRecords(),
                store.alertActs(),
                store.caseLoad(),
                store.carePlans(),
                store.deviceCursors(),
                telemetry,
                store.quarantine(),
                ingest.quarantineDesk(),
                enrolments,
                store.patientDirectory(),
                ingest,
                ingest,
                ingest,
                desk,
                notifications,
                new PhoneDesk(door, enrolments, ingest, clock),
                brokerDoor(door),
                personalData(store, telemetry),
                shared.alone(erasures),
                store.accounts(),
                store.integrations(),
                store.accessLog(),
                outcomes),
            links,
            clock,
            metrics.registry());
    String deployment = deploy(vertx, dashboard);
    parts.add("dashboard", () -> await(vertx.undeploy(deployment)));
    if (settings.broker().kind() == Settings.BrokerKind.EMBEDDED
        && !access.awaitOpen(PART_PATIENCE)) {
      throw new ServiceStartException(
          "the service could not connect to its own broker",
          new TimeoutException("not within " + PART_PATIENCE));
    }
    return new Wiring(
        store,
        telemetry,
        ingest,
        enrolments,
        door,
        dashboard,
        health,
        brokerPort,
        toBroker,
        managementPort,
        () -> link.state() == MqttState.CONNECTED,
        store.journal()::lastSequence);
  }

  /** Devices that ask for what the service tells them, or may have asked before. */
  private SyncAudience listeningAt(EmbeddedBroker broker) {
    SyncAudience audience = new SyncAudience();
    broker.watch(
        new ClientWatch() {
          @Override
          public void subscribes(String filter) {
            audience.subscribed(filter);
          }

          @Override
          public void returns(String clientId) {
            audience.returned(settings.clinic(), clientId);
          }
        });
    return audience;
  }

  /** What other services stored, nobody tells. */
  private void lookForOthers(Vertx vertx, DeviceDoor door) {
    vertx.setPeriodic(OTHERS_ALERTS.toMillis(), timer -> outcomes.alertsChanged(List.of()));
    vertx.setPeriodic(OTHERS_CREDENTIALS.toMillis(), timer -> door.forgetMemory());
  }

  private ErasureJobs erasures(SqlStores store, SharedWork shared, RunningParts memory) {
    ErasureJobs erasures =
        new ErasureJobs(
            store.patientDirectory(),
            store.personErasure(),
            new ErasureRun(store.journal(), store.personErasure(), memory),
            new ErasureNotes(settings.dataFolder().resolve(ErasureNotes.FILE)),
            clock);
    if (shared.isAlone()) {
      erasures.start();
    }
    parts.add("erasures", erasures);
    return erasures;
  }

  private PersonalData personalData(SqlStores store, Telemetry telemetry) {
    return new PatientExport(
        new ExportSources(
            store.journal(),
            store.quarantine(),
            store.outcomeRecords(),
            telemetry,
            store.enrolments(),
            store.deviceCredentials(),
            store.patientDirectory(),
            store.alertActs(),
            store.caseLoad(),
            store.carePlans()),
        new MessageCodec(ingestSettings().codec()),
        clock);
  }

  private static String version() {
    String version = CarryoverService.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  /** Whether to go on waiting for another service to end. */
  private boolean standBy(HealthServer health) {
    if (!standingBy) {
      standingBy = true;
      health.report(HealthServer.Phase.STANDING_BY);
      LOG.info(LogCode.STANDING_BY.line("another service has the stores: waiting for its end"));
    }
    return !givenUp.getAsBoolean();
  }

  /** Where several services show a patient, none of them holds what the others do not see. */
  private static Telemetry inRecords(SqlStores store, SharedWork shared, MeterRegistry registry) {
    if (shared.isShared()) {
      return store.telemetry();
    }
    GatheredTelemetry gathered = store.gatheredTelemetry(MOST_GATHERED_BYTES);
    Gauge.builder("carryover.telemetry.gathered", gathered::heldBytes)
        .description("Heart rate in memory that is stored with its patient's monitor")
        .baseUnit("bytes")
        .register(registry);
    return gathered;
  }

  private TelemetryErasure feed(
      InfluxTelemetry influx,
      SqlStores store,
      IngestService ingest,
      SharedWork shared,
      MeterRegistry registry) {
    parts.add("telemetry server", influx);
    Journal journal = store.journal();
    TelemetryFeed feed =
        new TelemetryFeed(
            new JournalHistory(journal, new MessageCodec(ingestSettings().codec())),
            influx,
            store.offsets());
    Gauge.builder("carryover.telemetry.behind", () -> journal.lastSequence() - feed.place())
        .description("Journal entries whose heart rate is not at the telemetry server yet")
        .register(registry);
    Gauge.builder("carryover.telemetry.refused", store.telemetryRefusals()::readings)
        .description("Readings that the telemetry server refused for good")
        .register(registry);
    ingest.addListener(feed);
    shared.startOnce(feed::start);
    parts.add("telemetry feed", feed);
    return feed.erasure(influx);
  }

  private IngestSettings ingestSettings() {
    IngestSettings standard = IngestSettings.ofCores(Runtime.getRuntime().availableProcessors());
    Settings.Monitor monitor = settings.monitor();
    return new IngestSettings(
        standard.codec(),
        standard.writer().inMemoryOf(Runtime.getRuntime().maxMemory()),
        standard.shards().inMemoryOf(Runtime.getRuntime().maxMemory()),
        new MonitorSettings(
            monitor.allowedLateness(),
            monitor.allowedLateness().plus(FACTS_OUTLIVE_LATENESS),
            monitor.silenceEndsSession(),
            monitor.longestSession(),
            monitor.liveAlertDelay()),
        clockSettings(),
        settings.stopWithin());
  }

  private ClockSettings clockSettings() {
    Settings.Clocks clocks = settings.clocks();
    return new ClockSettings(
        switch (clocks.correction()) {
          case ON -> ClockSettings.Correction.ON;
          case OFF -> ClockSettings.Correction.OFF;
        },
        clocks.correctFrom(),
        clocks.correctUpTo());
  }

  private EnrolmentDesk desk(
      DeviceDoor door,
      SqlStores store,
      IngestService ingest,
      int brokerPort,
      @Nullable SSLContext toBroker) {
    DeviceDesk.Encryption encryption =
        toBroker == null ? DeviceDesk.Encryption.NONE : DeviceDesk.Encryption.TLS;
    String told = settings.broker().publicHost();
    String host = told.isEmpty() ? settings.broker().host() : told;
    return new EnrolmentDesk(
        door,
        store.deviceCredentials(),
        new WatchedEnrolments(store.enrolments(), ingest::enrolmentsChanged),
        ingest.clocks(),
        () -> new DeviceDesk.BrokerPlace(host, brokerPort, encryption),
        clock);
  }

  private BrokerDoor brokerDoor(DeviceDoor door) {
    Settings.Broker broker = settings.broker();
    if (broker.askingToken().isEmpty()) {
      return BrokerDoor.closed();
    }
    MqttCredentials own =
        broker.user().isEmpty()
            ? null
            : new MqttCredentials(broker.user(), broker.password().reveal());
    return new ExternalBrokerDoor(
        door, broker.askingToken().reveal(), own, identity.filters(), clock);
  }

  private DeviceAccess.Unknown unknownClients() {
    return switch (settings.broker().access()) {
      case CREDENTIALS -> DeviceAccess.Unknown.REFUSED;
      case CREDENTIALS_OR_THIS_MACHINE -> DeviceAccess.Unknown.ADMITTED_ON_THIS_MACHINE;
    };
  }

  private void warnOf(Certificates certificates) {
    if (certificates
        .endAt()
        .filter(end -> end.isBefore(clock.instant().plus(RENEW_BEFORE)))
        .isPresent()) {
      LOG.warn(LogCode.CERTIFICATE_ENDS_SOON.line("the certificate expires within two weeks"));
    }
    if (settings.insecureListen() != Settings.InsecureListen.REFUSE && !settings.tls().isSet()) {
      LOG.warn(LogCode.LISTENING_UNENCRYPTED.line("connections without encryption are allowed"));
    }
  }

  private static void linkChanged(MqttState state) {
    switch (state) {
      case CONNECTED -> LOG.info(LogCode.LINK_CONNECTED.line("link to the broker stands"));
      case CONNECTING -> LOG.info(LogCode.LINK_CONNECTING.line("connecting to the broker"));
      case STOPPED -> LOG.debug("link stopped");
    }
  }

  private int listen(HealthServer health, Certificates certificates)
      throws InterruptedException, ServiceStartException {
    Settings.Listener at = settings.management();
    try {
      return await(health.listen(at.host(), at.port(), certificates.ofServers()));
    } catch (ExecutionException | TimeoutException taken) {
      throw new ServiceStartException(
          "health and metrics cannot listen at "
              + at.host()
              + ":"
              + at.port()
              + ": the port is in use or not allowed; set management.port to another",
          taken);
    }
  }

  private static String deploy(Vertx vertx, DashboardService dashboard)
      throws InterruptedException, ServiceStartException {
    try {
      return await(vertx.deployVerticle(dashboard));
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof DashboardStartException said) {
        throw said;
      }
      throw new ServiceStartException("the dashboard cannot start", failed);
    } catch (TimeoutException late) {
      throw new ServiceStartException("the dashboard did not start in time", late);
    }
  }

  private ServiceStartException abandoned(String why, Exception cause) {
    parts.stop();
    LOG.error(LogCode.START_FAILED.line("not started: {}"), why);
    return new ServiceStartException(why, cause);
  }

  private static <T> T await(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .get(PART_PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private URI address(String host, int port) {
    String shown = host.equals("127.0.0.1") || host.equals("0.0.0.0") ? "localhost" : host;
    String scheme = settings.tls().isSet() ? "https://" : "http://";
    return URI.create(scheme + (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + port);
  }

  private record Wiring(
      SqlStores store,
      Telemetry telemetry,
      IngestService ingest,
      Enrolments enrolments,
      DeviceDoor door,
      DashboardService dashboard,
      HealthServer health,
      int brokerPort,
      @Nullable SSLContext toBroker,
      int managementPort,
      BooleanSupplier subscribed,
      LongSupplier journalled) {}
}
