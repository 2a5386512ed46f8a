package health.carryover.deploy.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.deploy.log.LogLevels;
import health.carryover.deploy.recording.RecordedMessage;
import health.carryover.deploy.recording.Recording;
import health.carryover.deploy.recording.UnusableRecordingException;
import health.carryover.deploy.tls.Authorities;
import health.carryover.deploy.tls.Tls;
import health.carryover.deploy.tls.UnusableKeyException;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.mqtt.MqttCredentials;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttState;
import health.carryover.ingest.mqtt.OutboundMessage;
import health.carryover.ingest.topic.Ids;
import health.carryover.ingest.topic.TopicName;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Recordings over MQTT, to any broker. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    description = {
      "Publishes recordings as a device would: heart rate as t_ms,hr (*.csv), FIT, TCX, GPX, the"
          + " export.xml of Apple Health, or event lines.",
      "The device must be enrolled for a patient, or the service quarantines what it sends.",
      "Interrupted, the same command goes on where it was."
    })
final class PublishCommand implements Callable<Integer> {
  private static final String AS_FAST_AS_IT_GOES = "max";
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);
  private static final Duration CONFIRM_PATIENCE = Duration.ofSeconds(60);
  private static final Duration SAVE_EVERY = Duration.ofSeconds(1);

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "What to publish, in this order.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--broker",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:1883",
      description = "The MQTT broker (default: ${DEFAULT-VALUE}).")
  private String broker = "";

  @Option(
      names = "--clinic",
      paramLabel = "ID",
      defaultValue = "clinic",
      description = "The clinic in the topics (default: ${DEFAULT-VALUE}).")
  private String clinic = "";

  @Option(
      names = "--device",
      paramLabel = "ID",
      defaultValue = "recording",
      description =
          "The device in the topics, where a line names none (default: ${DEFAULT-VALUE}).")
  private String device = "";

  @Option(
      names = "--speed",
      paramLabel = "N",
      defaultValue = AS_FAST_AS_IT_GOES,
      description =
          "1 keeps the recorded spacing, 60 makes a minute a second, 0 or max is as fast as it goes"
              + " (default: ${DEFAULT-VALUE}).")
  private String speed = "";

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "User name at the broker; its password is in CARRYOVER_BROKER_PASSWORD.")
  private @Nullable String user;

  @Option(names = "--tls", description = "Encrypts; the broker's certificate must be that of HOST.")
  private boolean encrypted;

  @Option(
      names = "--authorities",
      paramLabel = "FILE",
      description =
          "PEM file of the authorities that vouch for the broker, in place of those Java trusts; with"
              + " --tls.")
  private @Nullable Path authorities;

  @Option(
      names = "--from-start",
      description = "Send everything, also what an interrupted publication has sent before.")
  private boolean fromStart;

  @Option(
      names = "--places",
      paramLabel = "FOLDER",
      defaultValue = "${sys:user.home}/.carryover/publish",
      description = "Where the places of interrupted publications are kept.")
  private Path places = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  private final ObjectMapper json = new ObjectMapper();

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    LogLevels.write("error");
    double factor = factor();
    MqttAddress address = address();
    if (!Ids.isPseudonym(clinic) || !Ids.isDevice(device)) {
      throw wrong("--clinic has letters, digits, _ and -, --device has a-z, 0-9 and -, up to 64");
    }
    List<Publication> publications = new ArrayList<>();
    for (Path file : files) {
      publications.add(publication(file, read(file)));
    }
    CountDownLatch connected = new CountDownLatch(1);
    try (MqttPublisher publisher =
        new MqttPublisher(
            address,
            MqttPublisherSettings.standard(),
            MqttRole.FEED,
            state -> {
              if (state == MqttState.CONNECTED) {
                connected.countDown();
              }
            },
            new SimpleMeterRegistry())) {
      publisher.start();
      if (!connected.await(CONNECT_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new CommandFailure(
            "no MQTT broker answers at " + broker + ": start one or name it with --broker");
      }
      return publish(publications, publisher, factor);
    }
  }

  private record Publication(Recording recording, PublishedSoFar soFar) {}

  private Publication publication(Path file, Recording recording) throws CommandFailure {
    try {
      PublishedSoFar soFar =
          PublishedSoFar.of(
              places, broker + " " + clinic + " " + device, file, recording.messages().size());
      return new Publication(recording, fromStart ? soFar.fromTheStart() : soFar);
    } catch (IOException failed) {
      throw new CommandFailure("the places in " + places + " cannot be read");
    }
  }

  private int publish(List<Publication> publications, MqttPublisher publisher, double factor)
      throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    long all = 0;
    long skipped = 0;
    long before = 0;
    for (Publication publication : publications) {
      all += publication.recording().messages().size();
      skipped += publication.recording().skipped();
      before += publication.soFar().first();
    }
    if (before > 0) {
      out.printf("going on after %d of %d messages%n", before, all);
      out.flush();
    }
    Sending sending = new Sending(publisher, factor, Progress.of(out, "publishing"), before, all);
    for (Publication publication : publications) {
      sending.send(publication);
    }
    sending.await(CONFIRM_PATIENCE);
    for (Publication publication : publications) {
      publication.soFar().save();
      if (publication.soFar().first() == publication.recording().messages().size()) {
        publication.soFar().finished();
      }
    }
    long sent = sending.sent - before;
    long acknowledged = sending.acknowledged.get();
    out.printf("%d sent, %d acknowledged, %d skipped%n", sent, acknowledged, skipped);
    if (acknowledged < sent) {
      out.println("the same command sends the rest");
    }
    out.flush();
    return acknowledged == sent ? 0 : Carryover.FAILED;
  }

  /** One run over all files. Confined to one thread but for the counts. */
  private final class Sending {
    private final MqttPublisher publisher;
    private final double factor;
    private final Progress progress;
    private final long all;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private long offered;
    private long sent;
    private long savedAt = System.nanoTime();

    Sending(MqttPublisher publisher, double factor, Progress progress, long before, long all) {
      this.publisher = publisher;
      this.factor = factor;
      this.progress = progress;
      this.sent = before;
      this.all = all;
    }

    void send(Publication publication) throws InterruptedException {
      List<RecordedMessage> messages = publication.recording().messages();
      PublishedSoFar soFar = publication.soFar();
      int first = soFar.first();
      long begin = System.nanoTime();
      for (int i = first; i < messages.size(); i++) {
        RecordedMessage message = messages.get(i);
        awaitTurn(begin, message.offset().minus(messages.get(first).offset()), factor);
        int index = i;
        publisher
            .publish(outbound(message))
            .whenComplete(
                (done, failure) -> {
                  if (failure == null) {
                    soFar.acknowledged(index);
                    acknowledged.incrementAndGet();
                  }
                  answered.incrementAndGet();
                });
        offered++;
        sent++;
        progress.show(sent, all);
        if (System.nanoTime() - savedAt > SAVE_EVERY.toNanos()) {
          soFar.save();
          savedAt = System.nanoTime();
        }
      }
    }

    void await(Duration patience) throws InterruptedException {
      long giveUpAt = System.nanoTime() + patience.toNanos();
      while (answered.get() < offered && System.nanoTime() < giveUpAt) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      progress.end();
    }
  }

  private OutboundMessage outbound(RecordedMessage message) {
    String from = message.device();
    String topic =
        new TopicName.Up(
                clinic, from != null && Ids.isDevice(from) ? from : device, message.stream())
            .text();
    try {
      return OutboundMessage.of(topic, json.writeValueAsBytes(message.payload()));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a payload of plain values", impossible);
    }
  }

  private static void awaitTurn(long beginNanos, Duration offset, double factor)
      throws InterruptedException {
    if (factor > 0) {
      long due = beginNanos + (long) (offset.toNanos() / factor);
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
    }
  }

  private static Recording read(Path file) throws CommandFailure {
    try {
      return Recording.read(file);
    } catch (UnusableRecordingException unusable) {
      throw new CommandFailure(String.valueOf(unusable.getMessage()));
    } catch (NoSuchFileException absent) {
      throw new CommandFailure(file + ": there is no such file");
    } catch (IOException failed) {
      throw new CommandFailure(file + ": cannot be read");
    }
  }

  private double factor() {
    if (speed.toLowerCase(Locale.ROOT).equals(AS_FAST_AS_IT_GOES)) {
      return 0;
    }
    try {
      double factor = Double.parseDouble(speed);
      if (factor >= 0 && Double.isFinite(factor)) {
        return factor;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw wrong("--speed is a number from 0 up, or max");
  }

  private MqttAddress address() throws CommandFailure {
    MqttAddress plain = plainAddress();
    if (authorities != null && !encrypted) {
      throw wrong("--authorities goes with --tls");
    }
    if (!encrypted) {
      return plain;
    }
    try {
      return plain.over(
          Tls.context(
              null, authorities == null ? Authorities.ofJava() : Authorities.ofPem(authorities)));
    } catch (UnusableKeyException unusable) {
      throw new CommandFailure(String.valueOf(unusable.getMessage()));
    }
  }

  private MqttAddress plainAddress() {
    int colon = broker.lastIndexOf(':');
    try {
      int port = Integer.parseInt(broker.substring(colon + 1));
      MqttAddress address =
          MqttAddress.of(broker.substring(0, Math.max(0, colon)), port, clientId());
      String name = user;
      String password = System.getenv("CARRYOVER_BROKER_PASSWORD");
      return name == null
          ? address
          : address.with(new MqttCredentials(name, password == null ? "" : password));
    } catch (IllegalArgumentException unusable) {
      throw wrong("--broker is HOST:PORT, for example 127.0.0.1:1883");
    }
  }

  /** A device is user name and client id at once; two with one id would throw each other out. */
  private String clientId() {
    return user == null ? device + "-" + ProcessHandle.current().pid() : device;
  }

  private ParameterException wrong(String right) {
    return new ParameterException(spec.commandLine(), right);
  }
}
