package health.carryover.dashboard.view;

import health.carryover.analysis.port.AccessLog.Entry;
import health.carryover.analysis.port.AccessLog.Query;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.dashboard.DashboardPorts;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.Texts;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what the pages of those who run a clinic show. May block. */
final class OfficePages {
  private final DashboardPorts ports;

  OfficePages(DashboardPorts ports) {
    this.ports = ports;
  }

  /** The own account of whoever looks, which whoever came by a link has none of. */
  String account(RoutingContext context, Viewer viewer) {
    String id = ApiRequest.actorOf(context).id();
    return new AccountPage(ports.accounts().find(id), viewer).page();
  }

  String people(Viewer viewer) {
    return new PeoplePage(ports.accounts().ofClinic(viewer.clinic()), viewer).page();
  }

  String integrations(Viewer viewer) {
    return new IntegrationsPage(ports.integrations().ofClinic(viewer.clinic()), viewer).page();
  }

  String accessLog(RoutingContext context, Viewer viewer) {
    String before = context.request().getParam("before");
    Query query =
        new Query(
            viewer.clinic(),
            id(context, "patient"),
            id(context, "person"),
            null,
            null,
            before != null && before.matches("[1-9][0-9]{0,17}") ? Long.valueOf(before) : null);
    List<Entry> entries = ports.accessLog().newest(query, AccessLogPage.ENTRIES);
    Map<String, String> people = new LinkedHashMap<>();
    ports.accounts().ofClinic(viewer.clinic()).forEach(p -> people.put(p.id(), p.name()));
    ports.integrations().ofClinic(viewer.clinic()).forEach(p -> people.put(p.id(), p.name()));
    return new AccessLogPage(entries, query, people, names(entries, viewer), viewer).page();
  }

  /** Names of the own clinic's patients. */
  private Map<String, String> names(List<Entry> entries, Viewer viewer) {
    Map<String, String> names = new LinkedHashMap<>();
    entries.stream()
        .map(entry -> entry.access().patient())
        .filter(Objects::nonNull)
        .distinct()
        .flatMap(id -> ports.directory().patient(id).stream())
        .filter(patient -> patient.clinic().equals(viewer.clinic()))
        .forEach((Patient patient) -> names.put(patient.id(), patient.displayName()));
    return names;
  }

  private static @Nullable String id(RoutingContext context, String name) {
    return Optional.ofNullable(context.request().getParam(name)).filter(Texts::isId).orElse(null);
  }
}
