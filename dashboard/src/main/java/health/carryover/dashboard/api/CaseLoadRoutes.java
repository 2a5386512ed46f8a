package health.carryover.dashboard.api;

import health.carryover.analysis.port.CaseLoad;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.BodyFields;
import health.carryover.dashboard.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Tags, whose patient it is, and that somebody reviewed a patient. */
public final class CaseLoadRoutes {
  private static final int LONGEST_TAG = 40;

  private final CaseLoad load;
  private final BlockingCalls blocking;
  private final InstantSource clock;

  public CaseLoadRoutes(CaseLoad load, BlockingCalls blocking, InstantSource clock) {
    this.load = load;
    this.blocking = blocking;
    this.clock = clock;
  }

  public void add(ApiRouter api) {
    api.add(HttpMethod.POST, "/api/v1/patients/{id}/case-load", this::change);
  }

  private enum Act {
    REVIEW("review"),
    TAKE("take"),
    RELEASE("release"),
    TAG("tag"),
    UNTAG("untag");

    private final String code;

    Act(String code) {
      this.code = code;
    }
  }

  private Future<Reply> change(ApiRequest request) {
    String patient = request.pathId("id");
    String person = request.actor().name();
    BodyFields body = request.body();
    Act act =
        body.parsed(
            "act",
            text -> Arrays.stream(Act.values()).filter(a -> a.code.equals(text)).findFirst(),
            "must be one of review, take, release, tag, untag");
    String tag =
        body.parsed(
            "tag",
            CaseLoadRoutes::tag,
            "must have 1 to " + LONGEST_TAG + " characters and no control characters");
    body.require("act");
    if (act == Act.TAG || act == Act.UNTAG) {
      body.require("tag");
    }
    body.finish();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Act asked = Objects.requireNonNull(act);
    return blocking.run(
        () -> {
          boolean known =
              switch (asked) {
                case REVIEW -> load.reviewed(patient, person, now);
                case TAKE -> load.take(patient, person, now);
                case RELEASE -> load.release(patient, person, now);
                case TAG -> load.tag(patient, Objects.requireNonNull(tag), person, now);
                case UNTAG -> load.untag(patient, Objects.requireNonNull(tag), person, now);
              };
          if (!known) {
            throw ApiFailure.notFound("patient.unknown", "There is no such patient.");
          }
          return Reply.ok(
              Map.of(
                  "patient", patient, "act", asked.code, "person", person, "at", now.toString()));
        });
  }

  private static Optional<String> tag(String text) {
    String tag = text.strip();
    boolean fits =
        !tag.isEmpty()
            && tag.codePointCount(0, tag.length()) <= LONGEST_TAG
            && tag.codePoints()
                .noneMatch(
                    c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    return fits ? Optional.of(tag) : Optional.empty();
  }
}
