package health.carryover.dashboard.account;

import health.carryover.analysis.port.Accounts.Account;
import health.carryover.analysis.port.Accounts.Invitation;
import health.carryover.analysis.port.Role;
import health.carryover.dashboard.http.Actor;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.BodyFields;
import health.carryover.dashboard.http.Reply;
import health.carryover.dashboard.http.Texts;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The people of a clinic: who they are, inviting them, what they may, and that they may not. */
final class PeopleRoutes {
  private final People people;
  private final Consumer<String> ended;
  private final @Nullable URI publicOrigin;
  private final BlockingCalls blocking;

  /**
   * @param ended hears of every account that changed, on the event loop
   */
  PeopleRoutes(
      People people, Consumer<String> ended, @Nullable URI publicOrigin, BlockingCalls blocking) {
    this.people = people;
    this.ended = ended;
    this.publicOrigin = publicOrigin;
    this.blocking = blocking;
  }

  void add(ApiRouter api) {
    api.add(HttpMethod.GET, "/api/v1/people", this::list);
    api.add(HttpMethod.POST, "/api/v1/people", this::invite);
    api.add(HttpMethod.POST, "/api/v1/people/{id}/acts", this::act);
  }

  private enum Act {
    ROLE,
    DISABLE,
    ENABLE,
    RESET;

    static Optional<Act> ofCode(String code) {
      return Arrays.stream(values())
          .filter(act -> act.name().toLowerCase(Locale.ROOT).equals(code))
          .findFirst();
    }
  }

  private Future<Reply> list(ApiRequest request) {
    String clinic = request.actor().clinic();
    return blocking.run(
        () ->
            Reply.ok(
                Map.of(
                    "people",
                    people.ofClinic(clinic).stream().map(PeopleRoutes::document).toList())));
  }

  private Future<Reply> invite(ApiRequest request) {
    BodyFields body = request.body();
    String login = body.parsed("login", AccountFields::login, AccountFields.LOGIN_RULE);
    String name = body.parsed("name", AccountFields::name, AccountFields.NAME_RULE);
    Role role = body.parsed("role", Role::ofCode, AccountFields.ROLE_RULE);
    String clinic =
        body.parsed("clinic", text -> Optional.of(text).filter(Texts::isId), Texts.ID_RULE);
    body.require("login");
    body.require("name");
    body.require("role");
    Actor actor = request.actor();
    if (clinic != null && actor.means() != Actor.Means.ADMINISTRATION) {
      body.refuse("clinic", "is for the administration token alone");
    }
    body.finish();
    String into = clinic == null ? actor.clinic() : clinic;
    return blocking.run(
        () ->
            new Reply(
                201,
                invited(
                    request,
                    people.invite(
                        into,
                        Objects.requireNonNull(login),
                        Objects.requireNonNull(name),
                        Objects.requireNonNull(role)))));
  }

  private Future<Reply> act(ApiRequest request) {
    String id = request.pathId("id");
    BodyFields body = request.body();
    Act act = body.parsed("act", Act::ofCode, "must be one of role, disable, enable, reset");
    Role role = body.parsed("role", Role::ofCode, AccountFields.ROLE_RULE);
    body.require("act");
    if (act == Act.ROLE) {
      body.require("role");
    }
    body.finish();
    Actor actor = request.actor();
    if (id.equals(actor.id())) {
      throw new ApiFailure(
          409, "person.self", "Ask somebody else to change your own account.", List.of());
    }
    String clinic = actor.clinic();
    Act asked = Objects.requireNonNull(act);
    return blocking
        .run(
            () ->
                switch (asked) {
                  case ROLE ->
                      Reply.ok(document(people.role(clinic, id, Objects.requireNonNull(role))));
                  case DISABLE -> Reply.ok(document(people.disable(clinic, id)));
                  case ENABLE -> Reply.ok(document(people.enable(clinic, id)));
                  case RESET -> Reply.ok(invited(request, people.reset(clinic, id)));
                })
        .onSuccess(changed -> ended.accept(id));
  }

  private Map<String, @Nullable Object> invited(ApiRequest request, People.Invited invited) {
    Map<String, @Nullable Object> document = document(invited.account());
    document.put("link", origin(request) + "/join#" + invited.token());
    return document;
  }

  private String origin(ApiRequest request) {
    if (publicOrigin != null) {
      return publicOrigin.toString();
    }
    HttpServerRequest asked = request.context().request();
    return (asked.isSSL() ? "https://" : "http://") + asked.authority();
  }

  private static Map<String, @Nullable Object> document(Account account) {
    Instant disabledAt = account.disabledAt();
    Invitation invitation = account.credentials().invitation();
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("id", account.id());
    document.put("login", account.login());
    document.put("name", account.name());
    document.put("role", account.role().code());
    document.put("createdAt", account.createdAt().toString());
    document.put("disabledAt", disabledAt == null ? null : disabledAt.toString());
    document.put("secondFactor", account.credentials().secondFactor() != null);
    document.put("invitedUntil", invitation == null ? null : invitation.endsAt().toString());
    return document;
  }
}
