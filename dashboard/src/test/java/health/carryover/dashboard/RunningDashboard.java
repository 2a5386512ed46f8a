package health.carryover.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.TrialSetting;
import health.carryover.analysis.WhatIf;
import health.carryover.analysis.WhatIfReplay;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.port.AccessLog;
import health.carryover.analysis.port.Enrolments;
import health.carryover.analysis.port.EventIntake;
import health.carryover.analysis.port.Intake;
import health.carryover.analysis.port.MemoryAccessLog;
import health.carryover.analysis.port.MemoryAccounts;
import health.carryover.analysis.port.MemoryAlertActs;
import health.carryover.analysis.port.MemoryCarePlans;
import health.carryover.analysis.port.MemoryCaseLoad;
import health.carryover.analysis.port.MemoryDeviceCursors;
import health.carryover.analysis.port.MemoryEnrolments;
import health.carryover.analysis.port.MemoryIntegrations;
import health.carryover.analysis.port.MemoryJournal;
import health.carryover.analysis.port.MemoryNotifications;
import health.carryover.analysis.port.MemoryOutcomeRecords;
import health.carryover.analysis.port.MemoryPatientDirectory;
import health.carryover.analysis.port.MemoryQuarantine;
import health.carryover.analysis.port.MemoryTelemetry;
import health.carryover.analysis.port.PatientDirectory;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.analysis.port.Quarantine;
import health.carryover.analysis.port.QuarantineDesk;
import health.carryover.analysis.port.Repair;
import health.carryover.analysis.port.Role;
import health.carryover.analysis.port.Scope;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.analysis.port.Telemetry;
import health.carryover.dashboard.access.SignInLinks;
import health.carryover.dashboard.webhook.WebhookSecrets;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A real dashboard on a free port over stores in memory. */
public final class RunningDashboard implements AutoCloseable {
  public static final String CLINIC = "c1";
  public static final String OPEN_WEARABLES = "a token of Open Wearables";
  public static final String ADMINISTRATION = "administration-token-of-a-test";
  static final String EXPORTED = "p-exported";
  static final String BREAKS_OFF = "p-breaks-off";
  static final int EXPORTED_BLOCKS = 300;
  static final int EXPORTED_BLOCK_BYTES = 10_007;
  public static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

  public final MemoryOutcomeRecords records = new MemoryOutcomeRecords();
  public final MemoryTelemetry telemetry = new MemoryTelemetry();
  public final MemoryJournal journal = new MemoryJournal();
  final MemoryQuarantine quarantine = new MemoryQuarantine(journal);
  public final List<String> asked = new CopyOnWriteArrayList<>();
  public final Enrolments enrolments = new MemoryEnrolments();
  public final MemoryPatientDirectory directory = new MemoryPatientDirectory();
  public final MemoryAlertActs acts = new MemoryAlertActs(records);
  public final MemoryCaseLoad caseLoad = new MemoryCaseLoad(directory);
  public final MemoryCarePlans carePlans = new MemoryCarePlans(directory);
  public final MemoryDeviceCursors cursors = new MemoryDeviceCursors();
  public final List<ProfileChange> profiles = new CopyOnWriteArrayList<>();
  public final SampleDesk desk = new SampleDesk();
  public final MemoryNotifications notifications = new MemoryNotifications();
  public final SamplePhones phones = new SamplePhones(desk);
  public final MemoryAccounts accounts = new MemoryAccounts();
  public final MemoryIntegrations integrations = new MemoryIntegrations();
  public final MemoryAccessLog accessLog = new MemoryAccessLog();
  public final LiveFeed feed = new LiveFeed(records);
  public final SignInLinks links;
  public final DashboardService service;
  private final InstantSource clock;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper mapper = new ObjectMapper();
  private final PublishedAnswers published = new PublishedAnswers();

  private volatile Function<String, RuntimeException> failure;
  private volatile boolean telemetryAway;
  private volatile boolean readingsForgotten;
  private volatile boolean accessLogAway;

  /** The access log in memory, until it is away. */
  private final class FailingAccessLog implements AccessLog {
    @Override
    public List<Long> append(List<Access> accesses) {
      if (accessLogAway) {
        throw new StoreUnavailableException("away", new IllegalStateException());
      }
      return accessLog.append(accesses);
    }

    @Override
    public void failed(long id) {
      accessLog.failed(id);
    }

    @Override
    public List<Entry> newest(Query query, int limit) {
      return accessLog.newest(query, limit);
    }
  }

  private volatile boolean intakeAway;

  /** The directory in memory, until it is told to fail. */
  private final class FailingDirectory implements PatientDirectory {
    @Override
    public void put(Patient patient) {
      directory.put(patient);
    }

    @Override
    public Optional<Patient> patient(String id) {
      if (failure != null) {
        throw failure.apply(id);
      }
      return directory.patient(id);
    }

    @Override
    public List<Patient> patients(String clinic) {
      return directory.patients(clinic);
    }
  }

  /** The heart rates in memory, until they are away. */
  private final class FailingTelemetry implements Telemetry {
    @Override
    public void append(List<Block> blocks) {
      telemetry.append(blocks);
    }

    @Override
    public List<Reading> readings(String patient, Instant fromInclusive, Instant toExclusive) {
      if (telemetryAway) {
        throw new StoreUnavailableException("away", new IllegalStateException());
      }
      return readingsForgotten
          ? List.of()
          : telemetry.readings(patient, fromInclusive, toExclusive);
    }

    @Override
    public List<Minute> minutes(String patient, Instant fromInclusive, Instant toExclusive) {
      if (telemetryAway) {
        throw new StoreUnavailableException("away", new IllegalStateException());
      }
      return telemetry.minutes(patient, fromInclusive, toExclusive);
    }

    @Override
    public long lastSequence() {
      return telemetry.lastSequence();
    }
  }

  /** Bytes that come block by block, for one patient. */
  private boolean export(String clinic, String patient, OutputStream out) throws IOException {
    if (patient.equals(BREAKS_OFF)) {
      out.write(new byte[EXPORTED_BLOCK_BYTES]);
      out.flush();
      throw new StoreUnavailableException("away", new IllegalStateException());
    }
    if (!patient.equals(EXPORTED)) {
      return false;
    }
    for (int block = 0; block < EXPORTED_BLOCKS; block++) {
      out.write(new byte[EXPORTED_BLOCK_BYTES]);
    }
    out.flush();
    return true;
  }

  private RunningDashboard(UnaryOperator<DashboardOptions> options, InstantSource clock) {
    this.clock = clock;
    links = new SignInLinks(clock, Duration.ofMinutes(15));
    Intake intake =
        new Intake() {
          @Override
          public CompletionStage<Void> profile(
              String clinic, String patient, String id, ProfileChange change) {
            if (intakeAway) {
              return CompletableFuture.failedFuture(
                  new StoreUnavailableException("away", new IllegalStateException()));
            }
            profiles.add(change);
            return CompletableFuture.completedFuture(null);
          }
        };
    service =
        new DashboardService(
            options.apply(
                DashboardOptions.of(CLINIC, "127.0.0.1", 0)
                    .withAdministrationToken(ADMINISTRATION)
                    .withOpenWearables(WebhookSecrets.of(OPEN_WEARABLES, ""))),
            new DashboardPorts(
                records,
                acts,
                caseLoad,
                carePlans,
                cursors,
                new FailingTelemetry(),
                quarantine,
                desk(),
                enrolments,
                new FailingDirectory(),
                intake,
                this::event,
                RunningDashboard::triedOnNothing,
                desk,
                notifications,
                phones,
                new SampleBrokerDoor(),
                this::export,
                new SampleErasures(),
                accounts,
                integrations,
                new FailingAccessLog(),
                feed),
            links,
            clock,
            meters);
  }

  /** Replays a patient of whom nothing is known. */
  private static WhatIf triedOnNothing(String patient, Map<TrialSetting, Double> values) {
    MonitorSettings inUse = MonitorSettings.DEFAULTS;
    MonitorSettings other = inUse.with(TrialSetting.applied(inUse.rules(), values));
    return new WhatIfReplay(patient, inUse, other).compare(START);
  }

  /** Notes the events that come, and has no room for those that say so. */
  private CompletionStage<EventIntake.Taken> event(
      String clinic, @Nullable String id, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    if (text.equals("full")) {
      return CompletableFuture.failedFuture(
          new StoreUnavailableException("full", new IllegalStateException()));
    }
    asked.add(clinic + " event " + id + " " + body.length);
    return CompletableFuture.completedFuture(new EventIntake.Taken("accepted", List.of()));
  }

  /** A desk that notes who asked for what. */
  private QuarantineDesk desk() {
    return new QuarantineDesk() {
      @Override
      public int repair(Quarantine.Query which, Repair repair, String person) {
        asked.add(person + " repairs " + which + " by " + repair);
        return 3;
      }

      @Override
      public int dismiss(Quarantine.Query which, String person) {
        asked.add(person + " dismisses " + which);
        return 2;
      }

      @Override
      public Replayed replay(Quarantine.Query which, String person) {
        asked.add(person + " replays " + which);
        return new Replayed(4, 1, Map.of("device.unknown", 1));
      }

      @Override
      public Map<Quarantine.Item, Repair> proposals(List<Quarantine.Item> items) {
        return items.isEmpty()
            ? Map.of()
            : Map.of(items.get(0), new Repair(Map.of(), Map.of(), null, Duration.ofHours(-1)));
      }

      @Override
      public Replayed accept(Quarantine.Query which, String person) {
        asked.add(person + " accepts " + which);
        return new Replayed(1, 0, Map.of());
      }
    };
  }

  /** Starts one whose time stands at {@link #START}. */
  public static RunningDashboard start() {
    return start(options -> options, new SettableClock(START));
  }

  public static RunningDashboard start(
      UnaryOperator<DashboardOptions> options, InstantSource clock) {
    RunningDashboard dashboard = new RunningDashboard(options, clock);
    await(dashboard.vertx.deployVerticle(dashboard.service).toCompletionStage());
    return dashboard;
  }

  public static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** How many streams are open, as the meters say. */
  public int openStreams() {
    return (int) meters.get("carryover.dashboard.streams").gauge().value();
  }

  public String origin() {
    return "http://127.0.0.1:" + service.actualPort();
  }

  public URI uri(String path) {
    return URI.create(origin() + path);
  }

  public void addPatient(String id, String name) {
    directory.put(new Patient(id, CLINIC, name, START));
  }

  /** From now on looking a patient up fails with what {@code failure} makes of the id. */
  public void failWith(Function<String, RuntimeException> failure) {
    this.failure = failure;
  }

  /** From now on heart rates cannot be had. */
  public void loseTelemetry() {
    telemetryAway = true;
  }

  /** Whether the journal takes nothing from now on. */
  void loseIntake(boolean away) {
    intakeAway = away;
  }

  /** From now on heart rates can be had again. */
  /** From now on there are minutes and no readings. */
  public void forgetReadings() {
    readingsForgotten = true;
  }

  public void findTelemetry() {
    telemetryAway = false;
  }

  /** From now on nothing can be noted in the access log. */
  public void loseAccessLog() {
    accessLogAway = true;
  }

  /** Signs a screen in: what its cookie header holds. */
  public String screen(String person) {
    Answer answer =
        send(
            HttpRequest.newBuilder(uri("/api/v1/sign-in"))
                .header("Content-Type", "application/json")
                .header("X-Carryover-Request", "1")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"token\":\"" + links.create(person) + "\"}")));
    return answer.header("Set-Cookie").split(";", 2)[0];
  }

  /** Sends as our own pages do. */
  public Answer fromPage(String cookie, String path, Map<String, ?> body) {
    try {
      return send(
          HttpRequest.newBuilder(uri(path))
              .header("Content-Type", "application/json")
              .header("X-Carryover-Request", "1")
              .header("Origin", origin())
              .header("Cookie", cookie)
              .POST(HttpRequest.BodyPublishers.ofString(mapper.writeValueAsString(body))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Asks as a screen does. */
  public Answer screenGet(String cookie, String path) {
    return send(HttpRequest.newBuilder(uri(path)).header("Cookie", cookie).GET());
  }

  /** Invites somebody, who joins and sets a second factor up. */
  public TestPerson person(String login, String name, Role role, String clinic) {
    return TestPerson.join(this, login, name, role, clinic);
  }

  /** The token of a program that may do what {@code scopes} say. */
  public String program(String name, Scope... scopes) {
    Answer made =
        send(
            "POST",
            "/api/v1/integrations",
            "{\"name\":\"%s\",\"scopes\":[\"%s\"]}"
                .formatted(
                    name,
                    java.util.Arrays.stream(scopes)
                        .map(Scope::code)
                        .collect(java.util.stream.Collectors.joining("\",\""))));
    return made.json().path("token").asText();
  }

  /** Now, as the dashboard sees it. */
  public Instant now() {
    return clock.instant();
  }

  /** Asks with the administration token. */
  public Answer get(String path) {
    return send(administration(path).GET());
  }

  /** Sends with the administration token. */
  public Answer send(String method, String path, String body) {
    return send(
        administration(path)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  public HttpRequest.Builder administration(String path) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + ADMINISTRATION);
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          client.send(
              request.timeout(Duration.ofSeconds(30)).build(),
              HttpResponse.BodyHandlers.ofString());
      published.check(response);
      return new Answer(response, mapper);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Stops it as a deploying process would. */
  @Override
  public void close() {
    await(vertx.close().toCompletionStage());
  }

  /** What came back. */
  public record Answer(HttpResponse<String> response, ObjectMapper mapper) {
    public int status() {
      return response.statusCode();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public JsonNode json() {
      try {
        return mapper.readTree(response.body());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    public String code() {
      return json().path("code").asText();
    }
  }
}
