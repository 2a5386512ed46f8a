package health.carryover.dashboard.access;

import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.dashboard.http.Actor;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.ApiRouter.Endpoint;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.Texts;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every call of the API and holds it to its line of the {@link RightsTable}. Patients
 * of another clinic are as unknown as those who do not exist. Confined to the event loop.
 */
public final class Guard implements ApiRouter.Rights {
  private final PatientClinics clinics;
  private final OutcomeRecords records;
  private final BlockingCalls blocking;

  public Guard(PatientClinics clinics, OutcomeRecords records, BlockingCalls blocking) {
    this.clinics = clinics;
    this.records = records;
    this.blocking = blocking;
  }

  @Override
  public Handler<RoutingContext> before(Endpoint endpoint) {
    Rule rule =
        RightsTable.of(endpoint)
            .orElseThrow(
                () -> new IllegalStateException("no line in the rights table for " + endpoint));
    return rule.door() == Rule.Door.OPEN ? RoutingContext::next : context -> check(context, rule);
  }

  private void check(RoutingContext context, Rule rule) {
    Actor actor = ApiRequest.actorOf(context);
    if (!rule.permits(actor)) {
      throw refused(actor, rule);
    }
    switch (rule.subject()) {
      case NOBODY, NAMED, CLINIC -> context.next();
      case SERVICE -> {
        if (!actor.clinic().equals(clinics.ownClinic())) {
          throw ApiFailure.notFound("route.unknown", "There is nothing at this address.");
        }
        context.next();
      }
      case PATIENT -> {
        String patient = id(context);
        inClinic(context, actor, Optional.of(patient), "patient");
      }
      case ALERT -> {
        String alert = id(context);
        blocking
            .run(() -> records.alert(alert).map(OutcomeRecords.AlertStanding::patient))
            .onSuccess(patient -> inClinic(context, actor, patient, "alert"))
            .onFailure(context::fail);
      }
    }
  }

  private void inClinic(
      RoutingContext context, Actor actor, Optional<String> patient, String what) {
    // What does not exist is told by the call itself, in the words it has for that.
    blocking
        .run(() -> patient.isEmpty() || clinics.of(patient.get()).equals(actor.clinic()))
        .onSuccess(
            own -> {
              if (own) {
                context.next();
              } else {
                context.fail(
                    ApiFailure.notFound(what + ".unknown", "There is no such " + what + "."));
              }
            })
        .onFailure(context::fail);
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
          "Your role needs a second factor. Set one up first.",
          List.of());
    }
    return new ApiFailure(403, "rights.missing", "You have no right to do this.", List.of());
  }
}
