package health.carryover.dashboard.api;

import health.carryover.analysis.port.DeviceDesk;
import health.carryover.analysis.port.DeviceDesk.BrokerPlace;
import health.carryover.analysis.port.DeviceDesk.Claim;
import health.carryover.analysis.port.DeviceDesk.Code;
import health.carryover.analysis.port.DeviceDesk.Device;
import health.carryover.analysis.port.DeviceDesk.Reason;
import health.carryover.analysis.port.PatientDirectory;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.BodyFields;
import health.carryover.dashboard.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Devices of the clinic: codes with which they join, and the end of their secrets. */
public final class DeviceRoutes {
  /** The call with which a device joins; it has nothing to sign in with yet. */
  public static final String CLAIM = "/api/v1/enrolments/claim";

  private static final Pattern DEVICE = Pattern.compile("[a-z0-9-]{1,64}");
  private static final int LONGEST_CODE = 64;

  private final PatientDirectory directory;
  private final DeviceDesk desk;
  private final @Nullable URI publicOrigin;
  private final BlockingCalls blocking;

  /**
   * @param publicOrigin under which devices reach this API; null: as the request that asked
   */
  public DeviceRoutes(
      PatientDirectory directory,
      DeviceDesk desk,
      @Nullable URI publicOrigin,
      BlockingCalls blocking) {
    this.directory = directory;
    this.desk = desk;
    this.publicOrigin = publicOrigin;
    this.blocking = blocking;
  }

  /** Adds the call that comes before the gate. */
  public void addOpen(ApiRouter api) {
    api.add(HttpMethod.POST, CLAIM, this::claim);
  }

  /** Adds the calls behind the gate. */
  public void add(ApiRouter api) {
    api.add(HttpMethod.POST, "/api/v1/enrolments/codes", this::code);
    api.add(HttpMethod.GET, "/api/v1/devices", this::list);
    api.add(HttpMethod.POST, "/api/v1/devices/{id}/revoke", this::revoke);
  }

  private Future<Reply> code(ApiRequest request) {
    BodyFields body = request.body();
    String patient = body.id("patient");
    body.require("patient");
    body.finish();
    String who = Objects.requireNonNull(patient);
    String origin = origin(request);
    String clinic = request.actor().clinic();
    return blocking.run(
        () -> {
          if (directory.patient(who).filter(p -> p.clinic().equals(clinic)).isEmpty()) {
            throw ApiFailure.invalid("patient", "is not known; add the patient first");
          }
          Code code =
              desk.code(clinic, who)
                  .orElseThrow(
                      () ->
                          new ApiFailure(
                              429,
                              "enrolment.too-many",
                              "Too many codes wait to be used; they end by themselves.",
                              List.of()));
          return new Reply(
              201,
              Map.of(
                  "code",
                  code.text(),
                  "expiresAt",
                  code.endsAt().toString(),
                  "uri",
                  uri(code.text(), origin),
                  "phone",
                  origin + "/phone#" + code.text()));
        });
  }

  private String uri(String code, String origin) {
    return "carryover:enrol?code="
        + code
        + "&broker="
        + encoded(address(desk.broker()))
        + "&api="
        + encoded(origin);
  }

  private static String address(BrokerPlace broker) {
    String scheme =
        switch (broker.encryption()) {
          case NONE -> "mqtt";
          case TLS -> "mqtts";
        };
    String host = broker.host().contains(":") ? "[" + broker.host() + "]" : broker.host();
    return scheme + "://" + host + ":" + broker.port();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String origin(ApiRequest request) {
    if (publicOrigin != null) {
      return publicOrigin.toString();
    }
    HttpServerRequest asked = request.context().request();
    return (asked.isSSL() ? "https://" : "http://") + asked.authority();
  }

  private Future<Reply> claim(ApiRequest request) {
    BodyFields body = request.body();
    String code =
        body.parsed(
            "code",
            text -> Optional.of(text).filter(t -> !t.isBlank() && t.length() <= LONGEST_CODE),
            "must be the code as it was shown");
    String device =
        body.parsed(
            "device",
            text -> Optional.of(text).filter(t -> DEVICE.matcher(t).matches()),
            "must be 1 to 64 lower-case letters, digits or -");
    body.require("code");
    body.require("device");
    body.finish();
    SocketAddress from = request.context().request().remoteAddress();
    String place = from == null || from.hostAddress() == null ? "" : from.hostAddress();
    return blocking.run(
        () -> {
          Claim claim =
              desk.claim(Objects.requireNonNull(code), Objects.requireNonNull(device), place);
          if (claim instanceof Claim.Refused refused) {
            throw failure(refused.reason());
          }
          return new Reply(201, granted((Claim.Granted) claim));
        });
  }

  private Map<String, Object> granted(Claim.Granted granted) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("clinic", granted.clinic());
    answer.put("device", granted.device());
    answer.put("secret", granted.secret());
    answer.put("broker", address(desk.broker()));
    return answer;
  }

  private static ApiFailure failure(Reason reason) {
    return switch (reason) {
      case CODE_UNKNOWN ->
          new ApiFailure(
              403,
              "enrolment.code-unknown",
              "This code does not count, or not any more. Ask for a new one.",
              List.of());
      case DEVICE_TAKEN ->
          new ApiFailure(
              409,
              "enrolment.device-taken",
              "This device id is in use. Revoke it first, or take another id.",
              List.of());
      case TOO_MANY ->
          new ApiFailure(
              429, "enrolment.too-many", "Too many attempts. Try again in a minute.", List.of());
    };
  }

  private Future<Reply> list(ApiRequest request) {
    String clinic = request.actor().clinic();
    return blocking.run(
        () ->
            Reply.ok(
                Map.of(
                    "devices",
                    desk.devices(clinic).stream().map(DeviceRoutes::document).toList())));
  }

  private static Map<String, @Nullable Object> document(Device device) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("device", device.id());
    document.put("patient", device.patient());
    document.put("issuedAt", device.issuedAt().toString());
    Instant revokedAt = device.revokedAt();
    document.put("revokedAt", revokedAt == null ? null : revokedAt.toString());
    document.put("clockShiftMs", device.clockShift().toMillis());
    return document;
  }

  private Future<Reply> revoke(ApiRequest request) {
    String clinic = request.actor().clinic();
    String device = request.pathId("id");
    return blocking.run(
        () -> {
          if (!desk.revoke(clinic, device)) {
            throw ApiFailure.notFound("device.unknown", "There is no such device.");
          }
          return Reply.ok(Map.of("device", device, "revoked", true));
        });
  }
}
