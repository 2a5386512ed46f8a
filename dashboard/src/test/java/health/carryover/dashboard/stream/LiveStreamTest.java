package health.carryover.dashboard.stream;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.SampleOutcomes;
import health.carryover.analysis.port.SeededRandom;
import health.carryover.dashboard.Eventually;
import health.carryover.dashboard.RunningDashboard;
import health.carryover.dashboard.SettableClock;
import health.carryover.dashboard.stream.EventReader.Event;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveStreamTest {
  private static final Instant AT = RunningDashboard.START;

  private final SettableClock clock = new SettableClock(AT);
  private final RunningDashboard dashboard =
      RunningDashboard.start(o -> o.withHeartbeat(Duration.ofMillis(50)), clock);

  @AfterEach
  void stop() {
    dashboard.close();
  }

  private static AlertChange raised(String id, String patient) {
    return SampleOutcomes.alert(
        id, patient, AlertChange.Kind.FLARE, AlertChange.Change.RAISED, AT, AT);
  }

  @Test
  void nothingIsLostOrDoubledByReadersThatComeAndGoWhileMuchHappens() throws Exception {
    Random random = SeededRandom.of("LiveStreamTest");
    int publishers = 3;
    int each = 700;
    List<Thread> threads = new ArrayList<>();
    for (int p = 0; p < publishers; p++) {
      String patient = "p" + p;
      long pauseSeed = random.nextLong();
      threads.add(
          new Thread(
              () -> {
                Random pauses = new Random(pauseSeed);
                for (int i = 0; i < each; i++) {
                  dashboard.feed.publish(raised(patient + "-" + i, patient));
                  if (pauses.nextInt(20) == 0) {
                    Thread.yield();
                  }
                }
              }));
    }
    List<Long> seen = new ArrayList<>();
    String last = "0";
    threads.forEach(Thread::start);
    while (seen.size() < publishers * each) {
      try (EventReader reader = EventReader.open(dashboard, last)) {
        int stay = 1 + random.nextInt(400);
        for (int i = 0; i < stay && seen.size() < publishers * each; i++) {
          Event event = reader.next();
          assertThat(event.name()).isEqualTo("alert");
          last = event.id();
          seen.add(Long.valueOf(last));
        }
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(seen).isEqualTo(LongStream.rangeClosed(1, publishers * each).boxed().toList());
  }

  @Test
  void aReaderThatStandsStillHoldsNobodyUpAndIsLetGo() throws Exception {
    int changes = 12_000;
    InetAddress local = InetAddress.getByName("127.0.0.1");
    try (Socket still = new Socket();
        EventReader other = EventReader.open(dashboard, "0")) {
      still.setReceiveBufferSize(4096);
      still.connect(new InetSocketAddress(local, dashboard.service.actualPort()));
      still
          .getOutputStream()
          .write(
              ("GET /api/v1/alerts/stream?lastEventId=0 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                      + RunningDashboard.ADMINISTRATION
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      Thread publisher =
          new Thread(
              () -> {
                for (int i = 0; i < changes; i++) {
                  dashboard.feed.publish(raised("a" + i, "p1"));
                }
              });
      publisher.start();
      for (long id = 1; id <= changes; id++) {
        assertThat(other.next().id()).isEqualTo(String.valueOf(id));
      }
      publisher.join();

      // Time passes; the reader that reads goes on, the other one is cut off.
      Thread time =
          new Thread(
              () -> {
                while (!Thread.currentThread().isInterrupted()) {
                  clock.advance(Duration.ofSeconds(1));
                  Thread.yield();
                }
              });
      time.start();
      Eventually.get(dashboard::openStreams, open -> open == 1);
      time.interrupt();
      time.join();
      dashboard.feed.publish(raised("last", "p1"));
      assertThat(other.next().id()).isEqualTo(String.valueOf(changes + 1));

      long received = drain(still);
      assertThat(received)
          .as("what was sent stays far below everything")
          .isLessThan(changes * 300L);
    }
  }

  private static long drain(Socket socket) {
    long received = 0;
    byte[] buffer = new byte[65536];
    try (InputStream in = socket.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        received += n;
      }
    } catch (java.io.IOException e) {
      // Cut off: what came before counts.
    }
    return received;
  }

  @Test
  void aChangeNobodyToldOfArrivesWithTheNextSignOfLife() {
    try (EventReader reader = EventReader.open(dashboard, "")) {
      reader.next(event -> event.name().equals("alive"));
      dashboard.feed.store(raised("a1", "p1"));
      assertThat(reader.next().data()).contains("\"alert\":\"a1\"");
    }
  }

  @Test
  void whatIsNotStoredHasNoPlaceInTheStream() {
    dashboard.feed.publish(raised("a1", "p1"));
    try (EventReader reader = EventReader.open(dashboard, "1")) {
      reader.next(event -> event.name().equals("alive"));
      dashboard.feed.publish(SampleOutcomes.assessment("p1", "s-1", 1, AT, AT));
      Event assessment = reader.next();
      assertThat(assessment.name()).isEqualTo("assessment");
      assertThat(assessment.id()).isEmpty();
      dashboard.feed.publish(new SessionProgress("p1", "s-2", AT, AT, 92.0, 3.0, 44.0, 0.1, false));
      Event progress = reader.next();
      assertThat(progress.name()).isEqualTo("progress");
      assertThat(progress.id()).isEmpty();
      assertThat(dashboard.send("POST", "/api/v1/alerts/a1/acknowledge", "").status())
          .isEqualTo(200);
      Event handling = reader.next();
      assertThat(handling.name()).isEqualTo("handling");
      assertThat(handling.data()).contains("\"acknowledgedBy\":\"administration\"");
    }
    try (EventReader late = EventReader.open(dashboard, "1")) {
      assertThat(late.next().name()).as("running sessions are told at once").isEqualTo("progress");
    }
  }

  @Test
  void anIdFromTheFutureMeansReadEverythingAnew() {
    dashboard.feed.publish(raised("a1", "p1"));
    try (EventReader reader = EventReader.open(dashboard, "77")) {
      assertThat(reader.next().name()).isEqualTo("refresh");
      dashboard.feed.publish(raised("a2", "p1"));
      assertThat(reader.next().id()).isEqualTo("2");
    }
  }

  @Test
  void signingOutEndsTheStream() {
    String screen = dashboard.screen("Ada");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(dashboard.uri("/api/v1/alerts/stream?lastEventId=0"))
            .header("Cookie", screen);
    try (EventReader reader = EventReader.open(request)) {
      reader.next(event -> event.name().equals("alive"));
      dashboard.send(
          HttpRequest.newBuilder(dashboard.uri("/api/v1/sign-out"))
              .header("Cookie", screen)
              .header("Origin", dashboard.origin())
              .header("X-Carryover-Request", "1")
              .POST(HttpRequest.BodyPublishers.noBody()));
      assertThat(reader.next()).isNull();
    }
  }
}
