package health.carryover.dashboard.view;

import health.carryover.analysis.port.Integrations.Integration;
import health.carryover.analysis.port.Scope;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Programs that use the API, for those who run the clinic. */
final class IntegrationsPage {
  private final List<Integration> integrations;
  private final Viewer viewer;
  private final Words words;

  IntegrationsPage(List<Integration> integrations, Viewer viewer) {
    this.integrations = integrations;
    this.viewer = viewer;
    this.words = viewer.words();
  }

  String page() {
    Html main = new Html();
    main.element("h1", words.say("integrations.title"));
    main.open("div", "id", "made", "class", "made", "role", "status", "hidden", "").close("div");
    main.element("h2", words.say("integrations.add"))
        .element("p", words.say("integrations.help"), "class", "quiet")
        .open("form", "method", "post", "data-office", "/api/v1/integrations");
    OfficeForms.text(main, "name", words.say("integrations.name"));
    main.open("fieldset").element("legend", words.say("integrations.scopes"));
    for (Scope scope : Scope.values()) {
      main.open("label")
          .open("input", "type", "checkbox", "name", "scopes", "value", scope.code())
          .text(" " + words.say("scope." + scope.code().replace(':', '-')))
          .close("label");
    }
    main.close("fieldset")
        .open("div")
        .element("label", words.say("integrations.days"), "for", "days")
        .open(
            "input",
            "id",
            "days",
            "name",
            "days",
            "type",
            "number",
            "min",
            "1",
            "max",
            "730",
            "value",
            "365",
            "required",
            "")
        .close("div");
    OfficeForms.submit(main, words.say("integrations.make"));
    main.close("form");
    main.element("h2", words.count("integrations.count", integrations.size()));
    main.open("div", "class", "scroll").open("table", "class", "stacking").open("thead").open("tr");
    for (String column : List.of("name", "scopes", "used", "state", "acts")) {
      main.element("th", words.say("integrations." + column), "scope", "col");
    }
    main.close("tr").close("thead").open("tbody");
    integrations.forEach(integration -> row(main, integration));
    main.close("tbody").close("table").close("div");
    return Shell.page(viewer, words.say("integrations.title") + " · Carryover", "office.js", main);
  }

  private void row(Html out, Integration integration) {
    String scopes =
        integration.scopes().stream().map(Scope::code).sorted().collect(Collectors.joining(", "));
    Instant used = integration.lastUsedAt();
    out.open("tr")
        .open("th", "scope", "row")
        .element("bdi", integration.name())
        .close("th")
        .element("td", scopes, "data-label", words.say("integrations.scopes"))
        .open("td", "data-label", words.say("integrations.used"));
    if (used == null) {
      out.text(words.say("integrations.never"));
    } else {
      out.append(viewer.time(used, viewer.ago(used)));
    }
    out.close("td")
        .open("td", "data-label", words.say("integrations.state"))
        .append(state(integration))
        .close("td")
        .open("td", "class", "inline", "data-label", words.say("integrations.acts"));
    if (integration.counts(viewer.now())) {
      out.open(
          "form",
          "method",
          "post",
          "data-office",
          "/api/v1/integrations/" + integration.id() + "/revoke");
      OfficeForms.act(out, words.say("integrations.revoke"));
      out.close("form");
    }
    out.close("td").close("tr");
  }

  private Html state(Integration integration) {
    Instant revoked = integration.revokedAt();
    Instant at = revoked == null ? integration.endsAt() : revoked;
    String key =
        revoked != null
            ? "integrations.revoked"
            : integration.counts(viewer.now()) ? "integrations.until" : "integrations.ended";
    return new Html().text(words.say(key) + " ").append(viewer.time(at, viewer.when(at)));
  }
}
