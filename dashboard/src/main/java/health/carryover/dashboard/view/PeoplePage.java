package health.carryover.dashboard.view;

import health.carryover.analysis.port.Accounts.Account;
import health.carryover.analysis.port.Accounts.Invitation;
import health.carryover.analysis.port.Role;
import java.time.Instant;
import java.util.List;

/** The people of a clinic, for those who run it. */
final class PeoplePage {
  private final List<Account> people;
  private final Viewer viewer;
  private final Words words;

  PeoplePage(List<Account> people, Viewer viewer) {
    this.people = people;
    this.viewer = viewer;
    this.words = viewer.words();
  }

  String page() {
    Html main = new Html();
    main.element("h1", words.say("people.title"));
    main.open("div", "id", "made", "class", "made", "role", "status", "hidden", "").close("div");
    invitation(main);
    main.element("h2", words.count("people.count", people.size()));
    main.open("div", "class", "scroll").open("table", "class", "stacking").open("thead").open("tr");
    for (String column : List.of("name", "login", "role", "state", "acts")) {
      main.element("th", words.say("people." + column), "scope", "col");
    }
    main.close("tr").close("thead").open("tbody");
    people.forEach(person -> row(main, person));
    main.close("tbody").close("table").close("div");
    return Shell.page(viewer, words.say("people.title") + " · Carryover", "office.js", main);
  }

  private void invitation(Html main) {
    main.element("h2", words.say("people.invite"))
        .element("p", words.say("people.invite-help"), "class", "quiet")
        .open("form", "method", "post", "data-office", "/api/v1/people", "class", "columns");
    OfficeForms.text(main, "name", words.say("people.name"));
    OfficeForms.text(main, "login", words.say("people.login"));
    main.open("div").element("label", words.say("people.role"), "for", "role");
    roles(main, "role", words.say("people.role"), Role.CLINICIAN);
    main.close("div").open("div");
    OfficeForms.submit(main, words.say("people.invite-button"));
    main.close("div").close("form");
  }

  private void roles(Html out, String id, String label, Role chosen) {
    out.open("select", "id", id, "name", "role", "aria-label", label);
    for (Role role : Role.values()) {
      String text = words.say("role." + role.code());
      if (role == chosen) {
        out.element("option", text, "value", role.code(), "selected", "");
      } else {
        out.element("option", text, "value", role.code());
      }
    }
    out.close("select");
  }

  private void row(Html out, Account person) {
    String acts = "/api/v1/people/" + person.id() + "/acts";
    out.open("tr", "data-person", person.login())
        .open("th", "scope", "row")
        .element("bdi", person.name())
        .close("th")
        .element("td", person.login(), "data-label", words.say("people.login"))
        .open("td", "data-label", words.say("people.role"))
        .open("form", "method", "post", "data-office", acts, "data-act", "role", "class", "inline");
    roles(out, "role-" + person.id(), words.say("people.role-of", person.name()), person.role());
    OfficeForms.act(out, words.say("people.change-role"));
    out.close("form").close("td");
    out.open("td", "data-label", words.say("people.state"))
        .append(state(person))
        .close("td")
        .open("td", "class", "inline", "data-label", words.say("people.acts"));
    if (person.disabledAt() == null) {
      act(out, acts, "reset", words.say("people.reset"));
      act(out, acts, "disable", words.say("people.disable"));
    } else {
      act(out, acts, "enable", words.say("people.enable"));
    }
    out.close("td").close("tr");
  }

  private static void act(Html out, String acts, String act, String label) {
    out.open("form", "method", "post", "data-office", acts, "data-act", act);
    OfficeForms.act(out, label);
    out.close("form");
  }

  private Html state(Account person) {
    Html state = new Html();
    Instant disabledAt = person.disabledAt();
    Invitation invitation = person.credentials().invitation();
    if (disabledAt != null) {
      return state.text(words.say("people.disabled") + " ").append(time(disabledAt));
    }
    if (invitation != null) {
      boolean open = viewer.now().isBefore(invitation.endsAt());
      return state
          .text(words.say(open ? "people.invited" : "people.invitation-ended") + " ")
          .append(time(invitation.endsAt()));
    }
    return state.text(
        words.say(
            person.credentials().secondFactor() == null
                ? "people.without-factor"
                : "people.active"));
  }

  private Html time(Instant at) {
    return viewer.time(at, viewer.when(at));
  }
}
