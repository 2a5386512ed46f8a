package health.carryover.deploy.service;

import health.carryover.analysis.careplan.CarePlan;
import health.carryover.analysis.careplan.Prompts;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.Enrolments;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.ingest.mqtt.OutboundMessage;
import health.carryover.ingest.shard.OutcomeListener;
import health.carryover.ingest.topic.TopicName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Tells patients on their devices what {@link FeedbackDocument} words: questions that are due,
 * today's amount, the next session. What is told is true when it is sent and expires; it is told
 * once, nothing is told of the past, and what finds no room is left out and counted. A question
 * that is open when its time comes is told again; that is not remembered over a restart. One
 * thread; the listener's methods: any, never wait.
 */
final class DeviceFeedback implements OutcomeListener, AutoCloseable {
  private static final int WAITING = 1_000;
  private static final int REMEMBERED = 10_000;

  /** Stands for a user of another service: nobody reads its topics. */
  private static final String PSEUDO_DEVICE = "ow-";

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration LEAVE = Duration.ofSeconds(5);
  private static final Duration ENROLMENTS_KEPT = Duration.ofSeconds(5);

  private final String clinic;
  private final Enrolments enrolments;
  private final Function<String, CarePlan> plans;
  private final Function<OutboundMessage, CompletionStage<Void>> publish;
  private final InstantSource clock;
  private final FeedbackDocument documents = new FeedbackDocument();
  private final BlockingQueue<Feedback> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Map<String, Feedback> told = new LinkedHashMap<>(16, 0.75f, true);
  private final Reminders reminders = new Reminders(REMEMBERED);
  private final Counter sent;
  private final Counter leftOut;
  private final Thread thread = new Thread(this::run, "device-feedback");
  private Map<String, List<String>> devices = Map.of();
  private long devicesReadNanos;
  private boolean devicesRead;
  private volatile boolean stopped;

  /**
   * @param plans what was agreed with a patient; may wait for the records
   */
  DeviceFeedback(
      String clinic,
      Enrolments enrolments,
      Function<String, CarePlan> plans,
      Function<OutboundMessage, CompletionStage<Void>> publish,
      InstantSource clock,
      MeterRegistry registry) {
    this.clinic = clinic;
    this.enrolments = enrolments;
    this.plans = plans;
    this.publish = publish;
    this.clock = clock;
    this.sent = counter(registry, "sent");
    this.leftOut = counter(registry, "left-out");
    Gauge.builder("carryover.feedback.waiting", waiting, BlockingQueue::size)
        .description("What devices are still to be told for their patients")
        .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String fate) {
    return Counter.builder("carryover.feedback.messages")
        .description("What devices were told for their patients")
        .tag("fate", fate)
        .register(registry);
  }

  void start() {
    thread.start();
  }

  @Override
  public void alertsChanged(List<StoredAlertChange> changes) {
    for (StoredAlertChange change : changes) {
      String subject = Feedback.amountOf(change).orElse("");
      // Whatever becomes of the alert, what waits to be told of it is not told any more.
      waiting.removeIf(feedback -> feedback.subject().equals(subject));
      Feedback.of(change, clock.instant()).ifPresent(this::offer);
    }
  }

  @Override
  public void assessed(List<Assessment> assessments) {
    Map<String, Assessment> newest = new LinkedHashMap<>();
    assessments.forEach(each -> newest.put(each.patient() + "/" + each.session(), each));
    for (Assessment assessment : newest.values()) {
      Feedback.of(assessment, clock.instant()).forEach(this::offer);
    }
  }

  @Override
  public void progressed(List<SessionProgress> progress) {}

  /** What waits for the patient is not told, and what was told is forgotten. */
  void forget(String patient) {
    waiting.removeIf(feedback -> feedback.patient().equals(patient));
    synchronized (told) {
      told.values().removeIf(feedback -> feedback.patient().equals(patient));
    }
  }

  private void offer(Feedback feedback) {
    if (!waiting.offer(feedback)) {
      leftOut.increment();
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join(LEAVE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!stopped) {
        Feedback feedback = waiting.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (feedback != null && isNews(feedback)) {
          tell(feedback);
        }
        for (String subject : reminders.due(clock.instant())) {
          remind(subject);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The same thing is understood again with every revision; it is told when it changed. */
  private boolean isNews(Feedback feedback) {
    synchronized (told) {
      boolean news = !feedback.saysTheSameAs(told.put(feedback.subject(), feedback));
      if (told.size() > REMEMBERED) {
        told.remove(told.keySet().iterator().next());
      }
      return news;
    }
  }

  /** What was told last of the subject is told again; it knows which questions are open still. */
  private void remind(String subject) {
    Feedback feedback;
    synchronized (told) {
      feedback = told.get(subject);
    }
    if (feedback != null) {
      tell(feedback);
    }
  }

  private void tell(Feedback feedback) {
    Duration left = Duration.between(clock.instant(), feedback.until());
    if (left.compareTo(Duration.ofSeconds(1)) < 0) {
      return;
    }
    List<String> wearers = devicesOf(feedback.patient());
    if (wearers.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    Map<String, Instant> askAt;
    try {
      askAt = askAt(feedback);
    } catch (StoreUnavailableException away) {
      leftOut.increment();
      return;
    }
    reminders.set(feedback.subject(), askAt.values(), now);
    byte[] payload = documents.of(feedback, askAt, now);
    for (String device : wearers) {
      String topic = new TopicName.Down(clinic, device, "feedback").text();
      publish
          .apply(OutboundMessage.of(topic, payload).expiringAfter(left))
          .whenComplete((done, failure) -> (failure == null ? sent : leftOut).increment());
    }
  }

  private Map<String, Instant> askAt(Feedback feedback) {
    Map<String, Instant> open = new LinkedHashMap<>();
    if (feedback.kind() == Feedback.Kind.PAIN_QUESTION) {
      Prompts.of(plans.apply(feedback.patient()), feedback.askedAbout())
          .forEach(
              (slot, at) -> {
                if (feedback.slots().contains(slot.code())) {
                  open.put(slot.code(), at);
                }
              });
    }
    return open;
  }

  private List<String> devicesOf(String patient) {
    long now = System.nanoTime();
    if (!devicesRead || now - devicesReadNanos > ENROLMENTS_KEPT.toNanos()) {
      try {
        devices = read(clock.instant());
        devicesReadNanos = now;
        devicesRead = true;
      } catch (StoreUnavailableException away) {
        leftOut.increment();
        return List.of();
      }
    }
    return devices.getOrDefault(patient, List.of());
  }

  private Map<String, List<String>> read(Instant now) {
    Map<String, List<String>> byPatient = new HashMap<>();
    for (Enrolments.Enrolment enrolment : enrolments.enrolments(clinic)) {
      Instant to = enrolment.toExclusive();
      boolean worn = !now.isBefore(enrolment.fromInclusive()) && (to == null || now.isBefore(to));
      if (worn && !enrolment.device().startsWith(PSEUDO_DEVICE)) {
        byPatient
            .computeIfAbsent(enrolment.patient(), p -> new ArrayList<>())
            .add(enrolment.device());
      }
    }
    return byPatient;
  }
}
