package health.carryover.dashboard.api;

import health.carryover.analysis.handling.AlertHandling;
import health.carryover.analysis.handling.Decision;
import health.carryover.analysis.handling.HandlingAct;
import health.carryover.analysis.handling.HandlingRequest;
import health.carryover.analysis.port.AlertActs;
import health.carryover.analysis.port.AlertActs.Answer;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.BodyFields;
import health.carryover.dashboard.http.Reply;
import health.carryover.dashboard.stream.LiveStream;
import health.carryover.dashboard.triage.AlertFacts;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people do about alerts: seen, snoozed, assigned, noted, resolved, rated. */
public final class AlertActRoutes {
  private static final int LONGEST_TEXT = 2000;
  private static final int LONGEST_NAME = 100;

  private final OutcomeRecords records;
  private final AlertActs acts;
  private final LiveStream stream;
  private final BlockingCalls blocking;
  private final InstantSource clock;

  public AlertActRoutes(
      OutcomeRecords records,
      AlertActs acts,
      LiveStream stream,
      BlockingCalls blocking,
      InstantSource clock) {
    this.records = records;
    this.acts = acts;
    this.stream = stream;
    this.blocking = blocking;
    this.clock = clock;
  }

  public void add(ApiRouter api) {
    api.add(HttpMethod.POST, "/api/v1/alerts/{id}/acknowledge", this::acknowledge);
    api.add(HttpMethod.POST, "/api/v1/alerts/{id}/acts", this::act);
  }

  /** Tells the screens of {@code clinic} how an alert is handled now. */
  public static void tell(LiveStream stream, String clinic, AlertFacts facts, Instant now) {
    stream.handled(
        clinic, facts.alert().alert(), Documents.handling(facts.alert(), facts.handling(), now));
  }

  /** What was decided about an alert, and how the alert stands after it. */
  private record Done(AlertStanding alert, Answer answer) {}

  private Future<Done> act(ApiRequest request, HandlingRequest asked) {
    String id = request.pathId("id");
    String clinic = request.actor().clinic();
    return blocking
        .run(
            () -> {
              Answer answer = acts.act(id, asked).orElseThrow(AlertActRoutes::unknown);
              return new Done(records.alert(id).orElseThrow(AlertActRoutes::unknown), answer);
            })
        .onSuccess(
            done -> {
              if (done.answer().decision() instanceof Decision.Taken) {
                tell(
                    stream,
                    clinic,
                    new AlertFacts(done.alert(), done.answer().handling()),
                    asked.at());
              }
            });
  }

  private Future<Reply> acknowledge(ApiRequest request) {
    HandlingRequest asked =
        HandlingRequest.of(HandlingAct.Kind.ACKNOWLEDGE, request.actor().name(), now());
    return act(request, asked)
        .map(
            done -> {
              Map<String, @Nullable Object> body = Documents.of(done.alert());
              body.putAll(Documents.handling(done.alert(), done.answer().handling(), asked.at()));
              body.put(
                  "alreadyAcknowledged", !(done.answer().decision() instanceof Decision.Taken));
              return Reply.ok(body);
            });
  }

  private Future<Reply> act(ApiRequest request) {
    HandlingRequest asked = read(request.body(), request.actor().name(), now());
    return act(request, asked).map(done -> reply(done, asked));
  }

  /** Whole milliseconds, as the stores keep them. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static HandlingRequest read(BodyFields body, String person, Instant now) {
    HandlingAct.Kind kind =
        body.parsed(
            "act",
            text -> HandlingAct.Kind.ofCode(text).filter(k -> k != HandlingAct.Kind.ESCALATE),
            "must be one of acknowledge, snooze, wake, assign, note, resolve, reopen, useful,"
                + " not-useful");
    body.require("act");
    Instant until = body.time("until");
    String assignee =
        body.parsed(
            "person",
            text -> printable(text, LONGEST_NAME),
            "must have 1 to " + LONGEST_NAME + " characters and no control characters");
    String text =
        body.parsed(
            "text",
            words -> printable(words, LONGEST_TEXT),
            "must have 1 to " + LONGEST_TEXT + " characters and no control characters");
    Integer version = body.wholeNumber("expectedVersion");
    String id = body.id("id");
    if (kind == HandlingAct.Kind.SNOOZE) {
      body.require("until");
    } else if (until != null) {
      body.refuse("until", "belongs to a snooze alone");
    }
    if (kind == HandlingAct.Kind.NOTE || kind == HandlingAct.Kind.RESOLVE) {
      body.require("text");
    }
    body.finish();
    return new HandlingRequest(
        Objects.requireNonNull(kind),
        person,
        now,
        until == null ? null : until.truncatedTo(ChronoUnit.MILLIS),
        assignee,
        text,
        version,
        id);
  }

  private static Optional<String> printable(String text, int longest) {
    boolean fits =
        !text.isBlank()
            && text.codePointCount(0, text.length()) <= longest
            && text.codePoints()
                .noneMatch(
                    c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    return fits ? Optional.of(text) : Optional.empty();
  }

  private static Reply reply(Done done, HandlingRequest asked) {
    AlertHandling handling = done.answer().handling();
    Map<String, @Nullable Object> stands = Documents.handling(done.alert(), handling, asked.at());
    if (!(done.answer().decision() instanceof Decision.Refused refused)) {
      return Reply.ok(stands);
    }
    if (refused.reason() == Decision.Reason.UNTIL_OUT_OF_RANGE) {
      throw ApiFailure.invalid("until", "must lie after now and within two weeks");
    }
    HandlingAct by = refused.by();
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("code", refused.reason().code());
    body.put("message", message(refused));
    body.put("violations", List.of());
    body.put("by", by == null ? null : Documents.of(by));
    body.put("handling", stands);
    return new Reply(409, body);
  }

  private static String message(Decision.Refused refused) {
    HandlingAct by = refused.by();
    return switch (refused.reason()) {
      case CHANGED_MEANWHILE ->
          by == null
              ? "It was not handled yet when you looked."
              : "%s acted while you looked: %s, %s."
                  .formatted(by.person(), by.kind().code(), by.at());
      case RESOLVED ->
          by == null ? "It is resolved." : "%s resolved it, %s.".formatted(by.person(), by.at());
      case NOT_RESOLVED -> "It is not resolved.";
      case NOT_SNOOZED -> "It is not snoozed.";
      case SAFETY_IS_NOT_SNOOZED -> "An answer to a safety question is not put off.";
      case UNTIL_OUT_OF_RANGE -> "A snooze ends after now and within two weeks.";
    };
  }

  private static ApiFailure unknown() {
    return ApiFailure.notFound("alert.unknown", "There is no such alert.");
  }
}
