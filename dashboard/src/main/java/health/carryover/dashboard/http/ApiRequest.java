package health.carryover.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What was asked, checked while it is read. Every method may throw {@link ApiFailure}. */
public final class ApiRequest {
  private static final String ACTOR = Actor.class.getName();

  private final RoutingContext context;

  ApiRequest(RoutingContext context) {
    this.context = context;
  }

  /** Notes who makes the request; done once, by whoever lets it in. */
  public static void admit(RoutingContext context, Actor actor) {
    context.put(ACTOR, actor);
  }

  /** The exchange it is part of, for what needs cookies or the connection itself. */
  public RoutingContext context() {
    return context;
  }

  /**
   * The answer, to be written by a thread that may wait.
   *
   * @param name of the file
   */
  public OutputStream download(String name, String contentType) {
    HttpServerResponse response = context.response();
    response
        .setChunked(true)
        .putHeader("Content-Type", contentType)
        .putHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
    return new ResponseBytes(context.vertx().getOrCreateContext(), response);
  }

  /** Who makes it. */
  public Actor actor() {
    return actorOf(context);
  }

  /** Who makes the request behind {@code context}. */
  public static Actor actorOf(RoutingContext context) {
    Actor actor = context.get(ACTOR);
    if (actor == null) {
      throw new IllegalStateException("a request that nobody let in");
    }
    return actor;
  }

  /** The id in the path at {@code name}. */
  public String pathId(String name) {
    String id = context.pathParam(name);
    if (id == null || !Texts.isId(id)) {
      throw ApiFailure.invalid(name, Texts.ID_RULE);
    }
    return id;
  }

  /** The id in the query, or null. */
  public @Nullable String queryId(String name) {
    return query(name, text -> Optional.of(text).filter(Texts::isId), Texts.ID_RULE);
  }

  /** The time in the query, or {@code otherwise}. */
  public Instant queryTime(String name, Instant otherwise) {
    Instant time = query(name, Texts::time, Texts.TIME_RULE);
    return time == null ? otherwise : time;
  }

  /** How many to list: 1 to {@code most}, {@code otherwise} if not said. */
  public int limit(int otherwise, int most) {
    Integer limit =
        query(
            "limit",
            text -> wholeNumber(text).filter(n -> n >= 1 && n <= most),
            "must be a whole number from 1 to " + most);
    return limit == null ? otherwise : limit;
  }

  /** A query parameter as {@code parser} reads it, or null; {@code rule} says what is right. */
  public <T> @Nullable T query(String name, Function<String, Optional<T>> parser, String rule) {
    List<String> values = context.queryParam(name);
    if (values.isEmpty()) {
      return null;
    }
    Optional<T> value = values.size() == 1 ? parser.apply(values.get(0)) : Optional.empty();
    return value.orElseThrow(() -> ApiFailure.invalid(name, rule));
  }

  /** The fields of the JSON object in the body. */
  public BodyFields body() {
    String type = context.request().getHeader("Content-Type");
    if (type == null || !type.toLowerCase(java.util.Locale.ROOT).startsWith("application/json")) {
      throw new ApiFailure(
          415, "body.type", "The body must be sent as application/json.", List.of());
    }
    Buffer body = context.body().buffer();
    return new BodyFields(Json.object(body == null ? Buffer.buffer() : body));
  }

  /**
   * The JSON object in the body as it is, for callers whose fields others decide. Keys to text,
   * numbers, booleans, lists and maps; fields that are null are absent.
   */
  public Map<String, Object> bodyAsSent() {
    Buffer body = context.body().buffer();
    return Json.plain(body == null ? Buffer.buffer() : body);
  }

  /** The id that the body of the request behind {@code context} has as {@code field}, or empty. */
  public static Optional<String> idInBody(RoutingContext context, String field) {
    Buffer body = context.body() == null ? null : context.body().buffer();
    if (body == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(Json.object(body).get(field))
          .filter(JsonNode::isTextual)
          .map(JsonNode::textValue)
          .filter(Texts::isId);
    } catch (ApiFailure malformed) {
      // The call itself says what is wrong with it.
      return Optional.empty();
    }
  }

  private static Optional<Integer> wholeNumber(String text) {
    try {
      return Optional.of(Integer.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
