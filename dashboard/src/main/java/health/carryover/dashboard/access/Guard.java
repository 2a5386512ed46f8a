package health.carryover.dashboard.access;

import health.carryover.analysis.port.AccessLog.Outcome;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.dashboard.http.Actor;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.ApiRouter.Endpoint;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.Texts;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every call of the API and every page, holds it to its line of the {@link
 * RightsTable}, and notes who looks at or changes what before it happens. Patients of another
 * clinic are as unknown as those who do not exist. Confined to the event loop.
 */
public final class Guard implements ApiRouter.Rights {
  private static final int FIRST_FAILURE = 400;

  private final PatientClinics clinics;
  private final OutcomeRecords records;
  private final AccessNotes notes;
  private final BlockingCalls blocking;
  private final InstantSource clock;

  public Guard(
      PatientClinics clinics,
      OutcomeRecords records,
      AccessNotes notes,
      BlockingCalls blocking,
      InstantSource clock) {
    this.clinics = clinics;
    this.records = records;
    this.notes = notes;
    this.blocking = blocking;
    this.clock = clock;
  }

  @Override
  public Handler<RoutingContext> before(Endpoint endpoint) {
    Rule rule =
        RightsTable.of(endpoint)
            .orElseThrow(
                () -> new IllegalStateException("no line in the rights table for " + endpoint));
    return rule.door() == Rule.Door.OPEN ? RoutingContext::next : context -> check(context, rule);
  }

  /** Whom a request is about, as far as it exists, and whether that is theirs to ask about. */
  private record About(
      @Nullable String patient, @Nullable String subject, @Nullable ApiFailure refusal) {
    static final About NOBODY = new About(null, null, null);
  }

  private void check(RoutingContext context, Rule rule) {
    Actor actor = ApiRequest.actorOf(context);
    if (!rule.permits(actor)) {
      refuse(context, rule, actor, About.NOBODY, refused(actor, rule));
      return;
    }
    about(context, rule, actor)
        .onSuccess(
            about -> {
              if (about.refusal() == null) {
                admit(context, rule, actor, about);
              } else {
                refuse(context, rule, actor, about, about.refusal());
              }
            })
        .onFailure(context::fail);
  }

  private void admit(RoutingContext context, Rule rule, Actor actor, About about) {
    if (rule.door() == Rule.Door.SELF && !rule.changes()) {
      context.next();
    } else if (rule.changes()) {
      notes
          .write(entry(rule, actor, about, Outcome.DONE))
          .onSuccess(
              place -> {
                context.addEndHandler(ended -> failedAt(context, place));
                context.next();
              })
          .onFailure(context::fail);
    } else {
      notes
          .look(entry(rule, actor, about, Outcome.DONE))
          .onSuccess(noted -> context.next())
          .onFailure(context::fail);
    }
  }

  private void failedAt(RoutingContext context, long place) {
    if (context.response().getStatusCode() >= FIRST_FAILURE) {
      notes.failed(place);
    }
  }

  /** Whoever is refused is told so even if it cannot be noted. */
  private void refuse(
      RoutingContext context, Rule rule, Actor actor, About about, ApiFailure refusal) {
    notes
        .look(entry(rule, actor, about, Outcome.REFUSED))
        .onComplete(noted -> context.fail(refusal));
  }

  private health.carryover.analysis.port.AccessLog.Access entry(
      Rule rule, Actor actor, About about, Outcome outcome) {
    Endpoint endpoint = rule.endpoint();
    return AccessNotes.entry(
        clock.instant(),
        actor,
        endpoint.method().name() + " " + endpoint.path(),
        about.patient(),
        about.subject(),
        outcome);
  }

  private Future<About> about(RoutingContext context, Rule rule, Actor actor) {
    return switch (rule.subject()) {
      case CLINIC -> Future.succeededFuture(About.NOBODY);
      case NOBODY -> {
        String id = context.pathParam("id");
        yield Future.succeededFuture(
            new About(null, id == null || !Texts.isId(id) ? null : id, null));
      }
      case SERVICE ->
          Future.succeededFuture(
              actor.clinic().equals(clinics.ownClinic())
                  ? About.NOBODY
                  : new About(
                      null,
                      null,
                      ApiFailure.notFound("route.unknown", "There is nothing at this address.")));
      case NAMED -> {
        Optional<String> named = queried(context).or(() -> ApiRequest.idInBody(context, "patient"));
        yield named.isEmpty()
            ? Future.succeededFuture(About.NOBODY)
            : blocking.run(() -> new About(listed(named.get()), null, null));
      }
      case ADDED ->
          Future.succeededFuture(
              new About(ApiRequest.idInBody(context, "id").orElse(null), null, null));
      case SESSION -> {
        String session = id(context);
        yield blocking.run(() -> ofSession(session, queried(context), actor));
      }
      case PATIENT -> {
        String patient = id(context);
        yield blocking.run(() -> ofPatient(patient, null, actor, "patient"));
      }
      case ALERT -> {
        String alert = id(context);
        yield blocking.run(
            () ->
                records
                    .alert(alert)
                    .map(AlertStanding::patient)
                    .map(patient -> ofAlert(patient, alert, actor))
                    // What does not exist is told by the call itself, in the words it has for it.
                    .orElse(About.NOBODY));
      }
    };
  }

  private About ofAlert(String patient, String alert, Actor actor) {
    About about = ofPatient(patient, alert, actor, "alert");
    return new About(patient, alert, about.refusal());
  }

  private About ofPatient(String patient, @Nullable String subject, Actor actor, String what) {
    boolean own = clinics.of(patient).equals(actor.clinic());
    return new About(
        listed(patient),
        subject,
        own ? null : ApiFailure.notFound(what + ".unknown", "There is no such " + what + "."));
  }

  private About ofSession(String session, Optional<String> asked, Actor actor) {
    Set<String> patients = Set.copyOf(records.patientsWithSession(session));
    if (asked.isPresent()) {
      String patient = asked.get();
      return new About(patients.contains(patient) ? patient : listed(patient), session, null);
    }
    List<String> own = patients.stream().filter(p -> clinics.of(p).equals(actor.clinic())).toList();
    return new About(own.size() == 1 ? own.get(0) : null, session, null);
  }

  /** An id that nobody has is not written down: it may be that of somebody who was erased. */
  private @Nullable String listed(String patient) {
    return clinics.isListed(patient) ? patient : null;
  }

  private static Optional<String> queried(RoutingContext context) {
    List<String> values = context.queryParam("patient");
    return values.size() == 1 ? Optional.of(values.get(0)).filter(Texts::isId) : Optional.empty();
  }

  private static String id(RoutingContext context) {
    @Nullable String id = context.pathParam("id");
    if (id == null || !Texts.isId(id)) {
      throw ApiFailure.invalid("id", Texts.ID_RULE);
    }
    return id;
  }

  private static ApiFailure refused(Actor actor, Rule rule) {
    if (rule.door() == Rule.Door.ADMINISTRATION) {
      return new ApiFailure(
          403, "administration.required", "This needs the administration token.", List.of());
    }
    if (actor.standing() == Actor.Standing.SECOND_FACTOR_MISSING) {
      return new ApiFailure(
          403,
          "second-factor.required",
          "A second factor is missing. Set one up first.",
          List.of());
    }
    return new ApiFailure(403, "rights.missing", "You have no right to do this.", List.of());
  }
}
