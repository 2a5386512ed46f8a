package health.carryover.dashboard.api;

import health.carryover.analysis.port.Quarantine;
import health.carryover.analysis.port.Quarantine.Item;
import health.carryover.analysis.port.Quarantine.Query;
import health.carryover.analysis.port.Quarantine.State;
import health.carryover.analysis.port.Quarantine.Step;
import health.carryover.analysis.port.QuarantineDesk;
import health.carryover.analysis.port.Repair;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.BodyFields;
import health.carryover.dashboard.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What arrived and could not be used, and what people do about it. */
public final class QuarantineRoutes {
  private static final int LISTED = 100;
  private static final int MOST_LISTED = 1000;
  private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9.-]{0,63}");
  private static final Pattern DEVICE = Pattern.compile("[a-z0-9-]{1,64}");
  private static final String CODE_RULE = "must be a code such as time.no-offset";
  private static final String DEVICE_RULE = "must be 1 to 64 of a-z, 0-9 and -";
  private static final String STATE_RULE = "must be open, repaired, replayed or dismissed";
  private static final String SEQUENCE_RULE = "must be a whole number above 0";

  private final Quarantine quarantine;
  private final QuarantineDesk desk;
  private final BlockingCalls blocking;

  public QuarantineRoutes(Quarantine quarantine, QuarantineDesk desk, BlockingCalls blocking) {
    this.quarantine = quarantine;
    this.desk = desk;
    this.blocking = blocking;
  }

  public void add(ApiRouter api) {
    api.add(HttpMethod.GET, "/api/v1/quarantine", this::list);
    api.add(HttpMethod.GET, "/api/v1/quarantine/{id}", this::message);
    api.add(HttpMethod.POST, "/api/v1/quarantine/replay", this::replay);
    api.add(HttpMethod.POST, "/api/v1/quarantine/repair", this::repair);
    api.add(HttpMethod.POST, "/api/v1/quarantine/accept", this::accept);
    api.add(HttpMethod.POST, "/api/v1/quarantine/dismiss", this::dismiss);
  }

  private Future<Reply> list(ApiRequest request) {
    int limit = request.limit(LISTED, MOST_LISTED);
    Query query =
        new Query(
            request.query("code", matching(CODE), CODE_RULE),
            request.query("device", matching(DEVICE), DEVICE_RULE),
            request.query("state", State::ofCode, STATE_RULE),
            null);
    return blocking.run(
        () -> {
          Map<String, Object> body = new LinkedHashMap<>();
          body.put("counts", new TreeMap<>(quarantine.countsByCode()));
          body.put("states", states());
          body.put("items", documents(quarantine.newest(query, limit)));
          return Reply.ok(body);
        });
  }

  private Map<String, Map<String, Long>> states() {
    Map<String, Map<String, Long>> states = new TreeMap<>();
    quarantine
        .counts()
        .forEach(
            (code, counts) -> {
              Map<String, Long> named = new TreeMap<>();
              counts.forEach((state, count) -> named.put(state.code(), count));
              states.put(code, named);
            });
    return states;
  }

  private Future<Reply> message(ApiRequest request) {
    long sequence =
        sequence(String.valueOf(request.context().pathParam("id")))
            .orElseThrow(() -> ApiFailure.invalid("id", SEQUENCE_RULE));
    return blocking.run(
        () -> {
          List<Item> items = quarantine.ofMessage(sequence);
          if (items.isEmpty()) {
            throw ApiFailure.notFound(
                "quarantine.unknown", "Nothing of that message is in quarantine.");
          }
          Map<String, Object> body = new LinkedHashMap<>();
          body.put("items", documents(items));
          body.put(
              "steps",
              quarantine.steps(sequence).stream().map(QuarantineRoutes::document).toList());
          return Reply.ok(body);
        });
  }

  private Future<Reply> replay(ApiRequest request) {
    String person = request.actor().name();
    BodyFields body = request.body();
    Query query = query(body);
    body.finish();
    return blocking.run(() -> Reply.ok(document(desk.replay(query, person))));
  }

  private Future<Reply> accept(ApiRequest request) {
    String person = request.actor().name();
    BodyFields body = request.body();
    Query query = narrowed(body);
    body.finish();
    return blocking.run(() -> Reply.ok(document(desk.accept(query, person))));
  }

  private static Map<String, Object> document(QuarantineDesk.Replayed done) {
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("replayed", done.replayed());
    reply.put("unchanged", done.unchanged());
    reply.put("reasons", new TreeMap<>(done.reasons()));
    return reply;
  }

  private Future<Reply> repair(ApiRequest request) {
    String person = request.actor().name();
    BodyFields body = request.body();
    Query query = narrowed(body);
    Map<String, String> fields = body.names("fields");
    Map<String, Map<String, String>> values = body.namesByField("values");
    String offset = body.text("offset");
    Integer shiftSeconds = body.wholeNumber("shiftSeconds");
    Repair repair = null;
    try {
      repair =
          new Repair(
              fields,
              values,
              offset,
              shiftSeconds == null ? null : Duration.ofSeconds(shiftSeconds));
    } catch (IllegalArgumentException wrong) {
      body.refuse(
          "body",
          "must say fields, values, offset (Z or such as +01:00) or shiftSeconds; names have 1 to"
              + " 128 characters");
    }
    body.finish();
    Repair how = Objects.requireNonNull(repair);
    return blocking.run(() -> Reply.ok(Map.of("repaired", desk.repair(query, how, person))));
  }

  private Future<Reply> dismiss(ApiRequest request) {
    String person = request.actor().name();
    BodyFields body = request.body();
    Query query = narrowed(body);
    body.finish();
    return blocking.run(() -> Reply.ok(Map.of("dismissed", desk.dismiss(query, person))));
  }

  private static Query query(BodyFields body) {
    return new Query(
        body.parsed("code", matching(CODE), CODE_RULE),
        body.parsed("device", matching(DEVICE), DEVICE_RULE),
        null,
        sequence(body));
  }

  /** What changes items must say which: everything at once is hardly ever meant. */
  private static Query narrowed(BodyFields body) {
    Query query = query(body);
    if (query.equals(Query.ALL) && !body.refused("code") && !body.refused("device")) {
      body.refuse("code", "is required, or device, or sequence");
    }
    return query;
  }

  private static @Nullable Long sequence(BodyFields body) {
    Integer sequence = body.wholeNumber("sequence");
    if (sequence != null && sequence < 1) {
      body.refuse("sequence", SEQUENCE_RULE);
    }
    return sequence == null ? null : (Long) sequence.longValue();
  }

  private static Optional<Long> sequence(String text) {
    return text.matches("[1-9]\\d{0,17}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  private static Function<String, Optional<String>> matching(Pattern pattern) {
    return text -> Optional.of(text).filter(it -> pattern.matcher(it).matches());
  }

  private List<Map<String, Object>> documents(List<Item> items) {
    Map<Item, Repair> proposals = desk.proposals(items);
    List<Map<String, Object>> documents = new ArrayList<>(items.size());
    for (Item item : items) {
      Map<String, Object> document = document(item);
      Repair proposal = proposals.get(item);
      if (proposal != null) {
        document.put("proposal", document(proposal));
      }
      documents.add(document);
    }
    return documents;
  }

  /** As the body of a repair says it. */
  private static Map<String, Object> document(Repair proposal) {
    Map<String, Object> document = new LinkedHashMap<>();
    if (proposal.offset() != null) {
      document.put("offset", proposal.offset());
    }
    Duration shift = proposal.shift();
    if (shift != null) {
      document.put("shiftSeconds", shift.toSeconds());
    }
    return document;
  }

  private static Map<String, Object> document(Item item) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("sequence", item.sequence());
    document.put("receivedAt", item.receivedAt().toString());
    document.put("channel", item.channel());
    document.put("code", item.code());
    document.put("element", item.element());
    document.put("reason", item.reason());
    document.put("place", item.place());
    document.put("state", item.state().code());
    return document;
  }

  private static Map<String, Object> document(Step step) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("place", step.place());
    document.put("at", step.at().toString());
    document.put("by", step.person());
    document.put("state", step.state().code());
    if (step.repair() != null) {
      document.put("repair", step.repair());
    }
    if (step.replayedAs() != null) {
      document.put("replayedAs", step.replayedAs());
    }
    return document;
  }
}
