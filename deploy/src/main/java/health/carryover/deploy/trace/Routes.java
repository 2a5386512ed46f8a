package health.carryover.deploy.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.dashboard.DashboardService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The closed set of routes: a path is named for one of them or is {@code other}. Immutable. */
final class Routes {
  private static final String OTHER = "other";
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE");

  /** What is not in the description of the API. */
  private static final List<String> PAGES =
      List.of(
          "/",
          "/sign-in",
          "/join",
          "/account",
          "/people",
          "/integrations",
          "/access-log",
          "/phone",
          "/patients/{id}",
          "/patients/{id}/care-plan",
          "/view/triage",
          "/view/patients/{id}/alerts",
          "/view/patients/{id}/sessions.csv",
          "/assets/{file}",
          "/metrics",
          "/health/started",
          "/health/ready",
          "/health/live");

  private final List<List<String>> routes = new ArrayList<>();

  Routes() {
    PAGES.forEach(page -> routes.add(parts(page)));
    try (InputStream described =
        Objects.requireNonNull(DashboardService.class.getResourceAsStream("web/openapi.json"))) {
      new ObjectMapper()
          .readTree(described)
          .path("paths")
          .fieldNames()
          .forEachRemaining(path -> routes.add(parts(path)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    // What is written out comes before what may be anything.
    routes.sort(
        Comparator.comparingLong(route -> route.stream().filter(Routes::isAnything).count()));
  }

  /** The method, or {@code other}. */
  static String method(String method) {
    return METHODS.contains(method) ? method : OTHER;
  }

  /** The route of {@code path} with its names in place of ids. */
  String of(@Nullable String path) {
    if (path == null) {
      return OTHER;
    }
    List<String> asked = parts(path);
    return routes.stream()
        .filter(route -> leadsTo(route, asked))
        .findFirst()
        .map(route -> String.join("/", route))
        .orElse(OTHER);
  }

  private static List<String> parts(String path) {
    return List.of(path.split("/", -1));
  }

  private static boolean isAnything(String part) {
    return part.startsWith("{");
  }

  private static boolean leadsTo(List<String> route, List<String> asked) {
    if (route.size() != asked.size()) {
      return false;
    }
    for (int i = 0; i < route.size(); i++) {
      if (!isAnything(route.get(i)) && !route.get(i).equals(asked.get(i))) {
        return false;
      }
    }
    return true;
  }
}
