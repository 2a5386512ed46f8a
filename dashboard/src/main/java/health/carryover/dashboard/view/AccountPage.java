package health.carryover.dashboard.view;

import health.carryover.analysis.port.Accounts.Account;
import java.util.Optional;

/** The own account of whoever looks: who they are here, and another password. */
final class AccountPage {
  private final Optional<Account> account;
  private final Viewer viewer;
  private final Words words;

  /**
   * @param account empty: they came by a link
   */
  AccountPage(Optional<Account> account, Viewer viewer) {
    this.account = account;
    this.viewer = viewer;
    this.words = viewer.words();
  }

  String page() {
    Html main = new Html();
    main.element("h1", words.say("account.title"));
    main.open("p")
        .element("bdi", viewer.person())
        .text(", " + words.say("role." + viewer.role().code()))
        .close("p");
    account.ifPresentOrElse(
        held -> password(main, held), () -> main.element("p", words.say("account.by-link")));
    return Shell.page(viewer, words.say("account.title") + " · Carryover", "office.js", main);
  }

  private void password(Html main, Account held) {
    main.element("h2", words.say("account.password"))
        .element("p", words.say("account.password-help"), "class", "quiet")
        .open("p", "id", "made", "class", "made", "role", "status", "hidden", "")
        .close("p")
        .open(
            "form",
            "id",
            "password-form",
            "method",
            "post",
            "class",
            "sign-in",
            "data-office",
            "/api/v1/password");
    // So that password safes know whose password it is.
    main.open(
        "input",
        "type",
        "text",
        "autocomplete",
        "username",
        "value",
        held.login(),
        "aria-label",
        words.say("entry.login"),
        "readonly",
        "");
    EntryPages.field(
        main, words.say("account.current"), "currentPassword", "password", "current-password");
    if (held.credentials().secondFactor() != null) {
      EntryPages.field(main, words.say("entry.code"), "code", "text", "one-time-code");
    }
    EntryPages.field(
        main, words.say("entry.new-password"), "newPassword", "password", "new-password");
    main.element("small", words.say("entry.password-rule"));
    EntryPages.field(main, words.say("entry.repeat"), "repeat", "password", "new-password");
    OfficeForms.submit(main, words.say("account.change"));
    main.close("form");
  }
}
