package health.carryover.deploy.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import health.carryover.analysis.handling.HandlingAct;
import health.carryover.analysis.handling.HandlingRequest;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.AlertChange.Severity;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.port.MemoryAlertActs;
import health.carryover.analysis.port.MemoryNotifications;
import health.carryover.analysis.port.MemoryOutcomeRecords;
import health.carryover.analysis.port.Notifications;
import health.carryover.analysis.port.Notifications.State;
import health.carryover.analysis.port.SampleOutcomes;
import health.carryover.deploy.notify.NotificationSettings.Encryption;
import health.carryover.ingest.mqtt.OutboundMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The notifier at a real web server and a real mail server. */
class NotifierTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final byte[] KEY = new byte[24];

  private record Heard(String id, String timestamp, String signature, byte[] body) {}

  private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final AtomicReference<Instant> now = new AtomicReference<>(start);
  private final MemoryOutcomeRecords records = new MemoryOutcomeRecords();
  private final MemoryNotifications notifications = new MemoryNotifications();
  private final MemoryAlertActs acts = new MemoryAlertActs(records);
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private final AtomicInteger answer = new AtomicInteger(200);
  private final BlockingQueue<OutboundMessage> published = new LinkedBlockingQueue<>();
  private final AtomicReference<CompletableFuture<Void>> broker =
      new AtomicReference<>(CompletableFuture.completedFuture(null));
  private final Vertx vertx = Vertx.vertx();
  private final GreenMail mails =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private HttpServer web;
  private long ordinal;

  @BeforeEach
  void startServers() throws IOException {
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext("/hook", this::hear);
    web.start();
    mails.start();
  }

  @AfterEach
  void stopServers() {
    web.stop(0);
    mails.stop();
    vertx.close();
  }

  private void hear(HttpExchange exchange) throws IOException {
    int status = answer.get();
    byte[] body = exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
    heard.add(
        new Heard(
            exchange.getRequestHeaders().getFirst("webhook-id"),
            exchange.getRequestHeaders().getFirst("webhook-timestamp"),
            exchange.getRequestHeaders().getFirst("webhook-signature"),
            body));
  }

  private CompletionStage<Void> publish(OutboundMessage message) {
    published.add(message);
    return broker.get();
  }

  private NotificationSettings settings() {
    return new NotificationSettings(
        Severity.INFORMATION,
        Duration.ofMinutes(2),
        QuietHours.none(),
        new NotificationSettings.Webhook(
            URI.create("http://127.0.0.1:" + web.getAddress().getPort() + "/hook"), KEY),
        new NotificationSettings.Mail(
            "127.0.0.1",
            mails.getSmtp().getPort(),
            Encryption.NONE,
            "",
            "",
            "carryover@clinic.example",
            List.of("physio@clinic.example")),
        URI.create("https://carryover.clinic.example"));
  }

  private Notifier notifier() {
    Notifier notifier =
        new Notifier(
            settings(),
            new TopicDelivery("c1", records, acts, this::publish),
            records,
            notifications,
            acts,
            vertx,
            now::get,
            new SimpleMeterRegistry());
    notifier.start();
    return notifier;
  }

  private void change(String alert, AlertChange.Change change) {
    ordinal++;
    records.save(
        List.of(
            new NumberedOutcome(
                "p-1",
                ordinal,
                SampleOutcomes.alert(
                    alert, "p-1", AlertChange.Kind.FLARE, change, start, now.get()))));
  }

  private Heard take() throws InterruptedException {
    Heard one = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(one).isNotNull();
    return one;
  }

  private static void until(String what, BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting for %s", what).isLessThan(giveUpAt);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private long count(State state) {
    return notifications.newest(100).stream().filter(e -> e.note().state() == state).count();
  }

  @Test
  void anAlertGoesOutSignedAndAMailNamesNobody() throws Exception {
    try (Notifier notifier = notifier()) {
      change("a-1", AlertChange.Change.RAISED);
      change("a-2", AlertChange.Change.RAISED);
      notifier.alertsChanged(List.of());
      Heard first = take();
      JsonNode body = new ObjectMapper().readTree(first.body());
      assertThat(body.path("reason").asText()).isEqualTo("new");
      assertThat(body.path("data").path("alert").asText()).isEqualTo("a-1");
      assertThat(first.signature())
          .isEqualTo(
              WebhookDelivery.signature(
                  KEY,
                  first.id(),
                  Instant.ofEpochSecond(Long.parseLong(first.timestamp())),
                  first.body()));
      take();
      assertThat(mails.getReceivedMessages()).isEmpty();
      now.set(start.plus(Duration.ofMinutes(2)));
      until("the mail", () -> mails.getReceivedMessages().length == 1);
      assertThat(mails.getReceivedMessages()[0].getSubject()).isEqualTo("Carryover: 2 alerts");
      assertThat(String.valueOf(mails.getReceivedMessages()[0].getContent()))
          .contains("https://carryover.clinic.example")
          .doesNotContain("p-1", "a-1", "flare", "load");
      until("all to be out", () -> count(State.SENT) == 4);
    }
  }

  @Test
  void anAlertNobodyReactsToIsToldOnceMoreAndOnlyOnce() throws Exception {
    change("a-1", AlertChange.Change.UPGRADED);
    acts.act("a-1", HandlingRequest.of(HandlingAct.Kind.ESCALATE, "Carryover", now.get()));
    try (Notifier notifier = notifier()) {
      notifier.alertsChanged(List.of());
      Heard first = take();
      Heard second = take();
      assertThat(second.id()).isEqualTo(first.id() + "-escalated");
      assertThat(new ObjectMapper().readTree(second.body()).path("reason").asText())
          .isEqualTo("escalated");
      until("the mail", () -> mails.getReceivedMessages().length == 1);
      assertThat(String.valueOf(mails.getReceivedMessages()[0].getContent()))
          .contains("to which nobody reacted: 1");
      until("all to be out", () -> count(State.SENT) == 5);
    }
    assertThat(published).hasSize(1);
    // Found again after the next start, it is not news.
    try (Notifier notifier = notifier()) {
      change("a-2", AlertChange.Change.RAISED);
      notifier.alertsChanged(List.of());
      assertThat(new ObjectMapper().readTree(take().body()).path("reason").asText())
          .isEqualTo("new");
    }
    assertThat(heard).isEmpty();
    assertThat(notifications.newest(10)).hasSize(7);
    assertThat(published).hasSize(1);
  }

  @Test
  void programsHearAtTheAlertsTopicWhatNobodyReactedToOnceTheBrokerIsThere() throws Exception {
    change("a-1", AlertChange.Change.UPGRADED);
    acts.act("a-1", HandlingRequest.of(HandlingAct.Kind.ESCALATE, "Carryover", now.get()));
    CompletableFuture<Void> away = new CompletableFuture<>();
    broker.set(away);
    try (Notifier notifier = notifier()) {
      notifier.alertsChanged(List.of());
      OutboundMessage message = published.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(message.topic()).isEqualTo("carryover/v1/c1/alerts");
      JsonNode told = new ObjectMapper().readTree(message.payload());
      assertThat(told.path("type").asText()).isEqualTo("alert");
      assertThat(told.path("alert").asText()).isEqualTo("a-1");
      assertThat(told.path("change").asText()).isEqualTo("upgraded");
      assertThat(told.path("escalatedAt").asText()).isEqualTo(start.toString());
      until("the attempt in vain to be noted", () -> onTopic().attempts() == 1);
      away.complete(null);
      now.set(start.plus(Duration.ofMinutes(1)));
      notifier.alertsChanged(List.of());
      until("it to be out", () -> onTopic().note().state() == State.SENT);
      assertThat(onTopic().note().reason()).isEqualTo("escalated");
    }
    assertThat(published).as("offered to the publisher once").isEmpty();
  }

  private Notifications.Entry onTopic() {
    return notifications.ofAlert(Notifications.Channel.MQTT, "a-1").get(0);
  }

  @Test
  void whoReactsInTimeIsNotToldThatNobodyDid() throws Exception {
    change("a-1", AlertChange.Change.RAISED);
    answer.set(503);
    broker.set(new CompletableFuture<>());
    acts.act("a-1", HandlingRequest.of(HandlingAct.Kind.ESCALATE, "Carryover", now.get()));
    try (Notifier notifier = notifier()) {
      take();
      until(
          "the escalation to wait",
          () ->
              notifications.newest(9).stream()
                  .anyMatch(e -> e.note().step() == Notifications.Step.ESCALATION));
      acts.act("a-1", HandlingRequest.of(HandlingAct.Kind.ACKNOWLEDGE, "Ada", now.get()));
      now.set(now.get().plus(Duration.ofMinutes(5)));
      notifier.alertsChanged(List.of());
      until(
          "it to be left out",
          () ->
              notifications.newest(9).stream()
                  .filter(e -> e.note().step() == Notifications.Step.ESCALATION)
                  .allMatch(e -> e.note().state() == State.LEFT_OUT));
      assertThat(notifications.newest(9))
          .filteredOn(e -> e.note().step() == Notifications.Step.ESCALATION)
          .allMatch(e -> "somebody reacted".equals(e.failure()));
    }
  }

  @Test
  void whatIsNotTakenIsSentAgainAlsoByTheNextStartAndUnderTheSameId() throws Exception {
    answer.set(503);
    String id;
    try (Notifier notifier = notifier()) {
      change("a-1", AlertChange.Change.RAISED);
      notifier.alertsChanged(List.of());
      id = take().id();
      until(
          "the attempt to be noted",
          () -> notifications.newest(9).stream().anyMatch(e -> e.attempts() == 1));
    }
    answer.set(204);
    now.set(start.plus(Duration.ofMinutes(1)));
    try (Notifier again = notifier()) {
      again.alertsChanged(List.of());
      assertThat(take().id()).isEqualTo(id);
      until("it to be out", () -> count(State.SENT) == 1);
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void whatIsOfNoUseAnyMoreIsGivenUpAndAReceiverMayRefuseForGood() throws Exception {
    answer.set(500);
    try (Notifier notifier = notifier()) {
      change("a-1", AlertChange.Change.RAISED);
      notifier.alertsChanged(List.of());
      take();
      until(
          "the attempt to be noted",
          () -> notifications.newest(9).stream().anyMatch(e -> e.attempts() == 1));
      now.set(start.plus(Duration.ofHours(25)));
      until("it to be given up", () -> count(State.GIVEN_UP) == 1);
      take();
      answer.set(410);
      change("a-2", AlertChange.Change.RAISED);
      until("it to be refused", () -> count(State.GIVEN_UP) == 2);
    }
  }

  @Test
  void aMailThatWaitsIsNotSentWhenItsAlertIsWithdrawn() throws Exception {
    try (Notifier notifier = notifier()) {
      change("a-1", AlertChange.Change.RAISED);
      notifier.alertsChanged(List.of());
      take();
      change("a-1", AlertChange.Change.RETRACTED);
      notifier.alertsChanged(List.of());
      assertThat(new String(take().body(), UTF_8)).contains("\"reason\":\"withdrawn\"");
      now.set(start.plus(Duration.ofMinutes(5)));
      change("a-2", AlertChange.Change.RAISED);
      take();
      now.set(start.plus(Duration.ofMinutes(9)));
      until("the mail of the other", () -> mails.getReceivedMessages().length == 1);
      assertThat(mails.getReceivedMessages()[0].getSubject()).isEqualTo("Carryover: 1 alert");
    }
  }

  @Test
  void whatIsHistoryByNowIsNotTold() throws Exception {
    change("old", AlertChange.Change.RAISED);
    now.set(start.plus(Duration.ofDays(2)));
    try (Notifier notifier = notifier()) {
      change("new", AlertChange.Change.RAISED);
      notifier.alertsChanged(List.of());
      assertThat(new String(take().body(), UTF_8)).contains("\"alert\":\"new\"");
    }
    assertThat(heard).isEmpty();
    assertThat(count(State.LEFT_OUT)).isEqualTo(2);
  }

  /** The example of the Standard Webhooks specification and its libraries. */
  @Test
  void signaturesAreThoseOfStandardWebhooks() {
    byte[] key = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    assertThat(
            WebhookDelivery.signature(
                key,
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1_614_265_330),
                "{\"test\": 2432232314}".getBytes(UTF_8)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }
}
