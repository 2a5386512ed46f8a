package health.carryover.dashboard.api;

import health.carryover.analysis.document.OutcomeDocument;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.CaseLoad.Review;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.Reply;
import health.carryover.dashboard.overview.Overview;
import health.carryover.dashboard.overview.Overview.Summary;
import health.carryover.dashboard.overview.OverviewReading;
import health.carryover.dashboard.stream.RunningSessions;
import health.carryover.dashboard.triage.AlertBudget;
import health.carryover.dashboard.triage.AlertFacts;
import health.carryover.dashboard.triage.Lack;
import health.carryover.dashboard.triage.Placement;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whom to look at first, as {@link health.carryover.dashboard.triage.TriageList} orders them. */
public final class TriageRoutes {
  private static final int LISTED = 200;
  private static final int MOST_LISTED = 2000;

  private final OverviewReading reading;
  private final RunningSessions sessions;
  private final BlockingCalls blocking;
  private final InstantSource clock;

  public TriageRoutes(
      OverviewReading reading,
      RunningSessions sessions,
      BlockingCalls blocking,
      InstantSource clock) {
    this.reading = reading;
    this.sessions = sessions;
    this.blocking = blocking;
    this.clock = clock;
  }

  public void add(ApiRouter api) {
    api.add(HttpMethod.GET, "/api/v1/triage", this::triage);
  }

  private Future<Reply> triage(ApiRequest request) {
    int limit = request.limit(LISTED, MOST_LISTED);
    String clinic = request.actor().clinic();
    AlertBudget budget =
        Optional.ofNullable(
                request.query("budget", TriageRoutes::budget, "must be a number from 1 to 100"))
            .orElse(AlertBudget.DEFAULT);
    ZoneId zone =
        Optional.ofNullable(
                request.query("zone", TriageRoutes::zone, "must be the name of a time zone"))
            .orElse(ZoneOffset.UTC);
    Instant now = clock.instant();
    List<SessionProgress> running = sessions.running(now);
    return blocking.run(
        () -> Reply.ok(document(reading.read(clinic, running, budget, now, zone), limit)));
  }

  private static Optional<AlertBudget> budget(String text) {
    return text.matches("[1-9][0-9]?|100")
        ? Optional.of(new AlertBudget(Integer.parseInt(text)))
        : Optional.empty();
  }

  private static Optional<ZoneId> zone(String text) {
    return ZoneId.getAvailableZoneIds().contains(text)
        ? Optional.of(ZoneId.of(text))
        : Optional.empty();
  }

  private static Map<String, Object> document(Overview overview, int limit) {
    List<Placement> placements = overview.list().placements();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("patients", placements.stream().limit(limit).map(row -> row(overview, row)).toList());
    body.put("total", placements.size());
    body.put("asking", overview.list().asking());
    body.put("budget", overview.budget().perHundred());
    body.put("allowed", overview.list().allowed());
    body.put("heldBack", overview.list().beyond().size());
    body.put(
        "running",
        placements.stream()
            .map(placement -> placement.facts().running())
            .filter(Objects::nonNull)
            .map(OutcomeDocument::of)
            .toList());
    body.put("lastEventId", overview.lastEventId());
    return body;
  }

  private static Map<String, @Nullable Object> row(Overview overview, Placement row) {
    String patient = row.facts().patient();
    Summary summary = overview.summary(patient);
    Review review = summary.kept().lastReview();
    AlertFacts headline = row.headline();
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("patient", patient);
    document.put("displayName", summary.displayName());
    document.put("section", row.section().code());
    document.put("rule", row.rule().code());
    document.put("headline", headline == null ? null : headline.alert().alert());
    document.put("asksForALook", row.look() == Placement.Attention.ASKED_FOR);
    document.put("heldBack", row.held() == Placement.Cut.BEYOND);
    document.put("missing", row.facts().lacks().stream().map(TriageRoutes::lack).toList());
    document.put("tags", List.copyOf(summary.kept().tags()));
    document.put("people", List.copyOf(summary.kept().people()));
    document.put("reviewedBy", review == null ? null : review.person());
    document.put("reviewedAt", review == null ? null : review.at().toString());
    document.put(
        "openAlerts",
        row.facts().alerts().stream()
            .map(
                facts -> {
                  Map<String, @Nullable Object> alert = Documents.of(facts.alert());
                  alert.putAll(Documents.handling(facts.alert(), facts.handling(), overview.now()));
                  return alert;
                })
            .toList());
    document.put("assessment", summary.assessment());
    document.put("lastDataAt", Documents.text(summary.lastDataAt()));
    return document;
  }

  private static Map<String, Object> lack(Lack lack) {
    return Map.of("why", lack.why().code(), "amount", lack.amount());
  }
}
