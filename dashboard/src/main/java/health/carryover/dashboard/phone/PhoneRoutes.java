package health.carryover.dashboard.phone;

import com.fasterxml.jackson.databind.JsonNode;
import health.carryover.analysis.port.CarePlans;
import health.carryover.analysis.port.EventIntake.Taken;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.PatientPhone;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.BodyFields;
import health.carryover.dashboard.http.Pace;
import health.carryover.dashboard.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The calls of a patient's phone, which comes with its device's id and secret (HTTP Basic) and not
 * as a person. A message is answered with 200 once it is durable, whatever became of it; anything
 * but 400 means that it is to be sent again.
 */
public final class PhoneRoutes {
  /** All of them. */
  public static final String ALL = "/api/v1/phone/*";

  private static final int LARGEST_BODY = 64 * 1024;
  private static final int AT_ONCE = 120;
  private static final int EACH_SECOND = 2;
  private static final int MOST_PHONES = 10_000;
  private static final String BASIC = "Basic ";
  private static final Pattern STREAM = Pattern.compile("[a-z0-9-]{1,64}");

  private final PatientPhone phones;
  private final Today today;
  private final BlockingCalls blocking;
  private final InstantSource clock;
  private final Map<String, Pace> paces =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pace> eldest) {
          return size() > MOST_PHONES;
        }
      };

  public PhoneRoutes(
      PatientPhone phones,
      OutcomeRecords records,
      CarePlans plans,
      BlockingCalls blocking,
      InstantSource clock) {
    this.phones = phones;
    this.today = new Today(records, plans);
    this.blocking = blocking;
    this.clock = clock;
  }

  /** Adds the calls; they come before the gate, because it is no person who makes them. */
  public void addOpen(Router router, ApiRouter api) {
    router.route(ALL).handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
    api.add(HttpMethod.POST, "/api/v1/phone/messages", this::message);
    api.add(HttpMethod.GET, "/api/v1/phone/today", this::today);
  }

  private Future<Reply> message(ApiRequest request) {
    Login login = login(request);
    BodyFields body = request.body();
    String stream =
        body.parsed(
            "stream",
            text -> Optional.of(text).filter(t -> STREAM.matcher(t).matches()),
            "must be the name of a stream");
    JsonNode message = body.object("message");
    body.require("stream");
    body.require("message");
    body.finish();
    byte[] payload = Objects.requireNonNull(message).toString().getBytes(StandardCharsets.UTF_8);
    String name = Objects.requireNonNull(stream);
    return enter(login)
        .compose(
            phone ->
                Future.fromCompletionStage(
                    phones.send(phone, name, payload),
                    request.context().vertx().getOrCreateContext()))
        .map(PhoneRoutes::reply);
  }

  private static Reply reply(Taken taken) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("fate", taken.fate());
    body.put("codes", taken.codes());
    return Reply.ok(body);
  }

  private Future<Reply> today(ApiRequest request) {
    Login login = login(request);
    Locale language = PatientWords.language(request.context().acceptableLanguages());
    return enter(login)
        .compose(
            phone ->
                blocking.run(() -> Reply.ok(today.of(phone.patient(), clock.instant(), language))));
  }

  private record Login(String device, String secret, String from) {
    /** Nothing of it. */
    @Override
    public String toString() {
      return "Login[]";
    }
  }

  private Login login(ApiRequest request) {
    HttpServerRequest http = request.context().request();
    String authorization = http.getHeader("Authorization");
    if (authorization == null || !authorization.startsWith(BASIC)) {
      throw unknown();
    }
    String pair = decoded(authorization.substring(BASIC.length()));
    int colon = pair.indexOf(':');
    if (colon < 1) {
      throw unknown();
    }
    SocketAddress from = http.remoteAddress();
    String place = from == null || from.hostAddress() == null ? "" : from.hostAddress();
    return new Login(pair.substring(0, colon), pair.substring(colon + 1), place);
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      throw unknown();
    }
  }

  /** One phone's flood is its own: each has a pace of its own. */
  private Future<PatientPhone.Admitted> enter(Login login) {
    return blocking
        .run(() -> phones.enter(login.device(), login.secret(), login.from()))
        .map(this::admitted);
  }

  private PatientPhone.Admitted admitted(PatientPhone.Entry entry) {
    if (entry instanceof PatientPhone.Admitted phone) {
      Pace pace =
          paces.computeIfAbsent(
              phone.device(), device -> new Pace(AT_ONCE, EACH_SECOND, clock.instant()));
      if (!pace.admits(clock.instant())) {
        throw tooMany("Too many messages at once; the phone sends them a little later.");
      }
      return phone;
    }
    throw switch ((PatientPhone.Refused) entry) {
      case UNKNOWN -> unknown();
      case TOO_MANY -> tooMany("Too many attempts. Try again in a minute.");
      case NOT_ENROLLED ->
          new ApiFailure(
              403,
              "phone.not-enrolled",
              "This phone speaks for nobody now. Ask your practice for a new code.",
              List.of());
    };
  }

  private static ApiFailure tooMany(String message) {
    return new ApiFailure(429, "request.too-many", message, List.of());
  }

  private static ApiFailure unknown() {
    return new ApiFailure(
        401,
        "phone.unknown",
        "This phone is not known, or not any more. Ask your practice for a new code.",
        List.of());
  }
}
