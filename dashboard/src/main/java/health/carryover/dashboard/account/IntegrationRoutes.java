package health.carryover.dashboard.account;

import health.carryover.analysis.port.Integrations;
import health.carryover.analysis.port.Integrations.Integration;
import health.carryover.analysis.port.Scope;
import health.carryover.dashboard.access.Tokens;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.BodyFields;
import health.carryover.dashboard.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Programs that use the API: their tokens, shown once, what those open, and their end. */
final class IntegrationRoutes {
  private static final int USUAL_DAYS = 365;
  private static final int MOST_DAYS = 730;
  private static final int ID_LENGTH = 16;

  /** So that those who search texts for secrets know one. */
  private static final String PREFIX = "carryover_";

  private final Integrations integrations;
  private final Consumer<String> ended;
  private final BlockingCalls blocking;
  private final InstantSource clock;
  private final Tokens tokens = new Tokens();

  /**
   * @param ended hears of every token that was revoked, on the event loop
   */
  IntegrationRoutes(
      Integrations integrations,
      Consumer<String> ended,
      BlockingCalls blocking,
      InstantSource clock) {
    this.ended = ended;
    this.integrations = integrations;
    this.blocking = blocking;
    this.clock = clock;
  }

  void add(ApiRouter api) {
    api.add(HttpMethod.GET, "/api/v1/integrations", this::list);
    api.add(HttpMethod.POST, "/api/v1/integrations", this::create);
    api.add(HttpMethod.POST, "/api/v1/integrations/{id}/revoke", this::revoke);
  }

  private Future<Reply> list(ApiRequest request) {
    String clinic = request.actor().clinic();
    return blocking.run(
        () ->
            Reply.ok(
                Map.of(
                    "integrations",
                    integrations.ofClinic(clinic).stream()
                        .map(IntegrationRoutes::document)
                        .toList())));
  }

  private Future<Reply> create(ApiRequest request) {
    BodyFields body = request.body();
    String name = body.parsed("name", AccountFields::name, AccountFields.NAME_RULE);
    List<String> codes = body.texts("scopes");
    Integer days = body.wholeNumber("days");
    body.require("name");
    body.require("scopes");
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    codes.forEach(code -> Scope.ofCode(code).ifPresent(scopes::add));
    if (!body.refused("scopes") && (scopes.isEmpty() || scopes.size() != codes.size())) {
      body.refuse("scopes", "must be some of those there are, each once");
    }
    if (days != null && (days < 1 || days > MOST_DAYS)) {
      body.refuse("days", "must be from 1 to " + MOST_DAYS);
    }
    body.finish();
    String token = PREFIX + tokens.create();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Integration integration =
        new Integration(
            "i" + tokens.create().substring(0, ID_LENGTH),
            request.actor().clinic(),
            Objects.requireNonNull(name),
            Tokens.digest(token),
            scopes,
            request.actor().id(),
            now,
            now.plus(Duration.ofDays(days == null ? USUAL_DAYS : days)),
            null,
            null);
    return blocking.run(
        () -> {
          integrations.add(integration);
          Map<String, @Nullable Object> document = document(integration);
          document.put("token", token);
          return new Reply(201, document);
        });
  }

  private Future<Reply> revoke(ApiRequest request) {
    String clinic = request.actor().clinic();
    String id = request.pathId("id");
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return blocking
        .run(
            () -> {
              if (!integrations.revoke(clinic, id, now)) {
                throw ApiFailure.notFound("integration.unknown", "There is no such integration.");
              }
              return Reply.ok(Map.of("id", id, "revoked", true));
            })
        .onSuccess(revoked -> ended.accept(id));
  }

  private static Map<String, @Nullable Object> document(Integration integration) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("id", integration.id());
    document.put("name", integration.name());
    document.put("scopes", integration.scopes().stream().map(Scope::code).sorted().toList());
    document.put("createdBy", integration.createdBy());
    document.put("createdAt", integration.createdAt().toString());
    document.put("endsAt", integration.endsAt().toString());
    document.put("revokedAt", text(integration.revokedAt()));
    document.put("lastUsedAt", text(integration.lastUsedAt()));
    return document;
  }

  private static @Nullable String text(@Nullable Instant at) {
    return Optional.ofNullable(at).map(Instant::toString).orElse(null);
  }
}
