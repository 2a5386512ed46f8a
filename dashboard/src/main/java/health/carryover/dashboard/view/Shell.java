package health.carryover.dashboard.view;

import health.carryover.analysis.port.Role;

/** What all pages share: head, header, footer. */
final class Shell {
  private Shell() {}

  /**
   * A whole page.
   *
   * @param script the module the page runs
   */
  static String page(Viewer viewer, String title, String script, Html main) {
    Words words = viewer.words();
    Html page = new Html();
    page.open("html", "lang", viewer.language().code());
    head(page, title, script);
    page.open("body", "data-zone", viewer.zone().getId());
    page.element("a", words.say("shell.skip"), "class", "skip", "href", "#main");
    page.open("header", "class", "container top")
        .open("a", "class", "brand", "href", "/")
        .open("img", "src", "/favicon.svg", "alt", "", "width", "28", "height", "28")
        .text(" Carryover")
        .close("a")
        .element(
            "span",
            words.say("shell.connecting"),
            "id",
            "connection",
            "class",
            "connection",
            "role",
            "status");
    office(page, viewer);
    languages(page, viewer.language());
    page.open("span", "class", "who")
        .open("a", "href", "/account", "title", words.say("account.title"))
        .element("bdi", viewer.person(), "id", "person")
        .close("a")
        .text(" ")
        .element(
            "button",
            words.say("shell.sign-out"),
            "id",
            "sign-out",
            "class",
            "outline secondary small")
        .close("span")
        .close("header");
    page.open("p", "id", "stale", "class", "container stale", "role", "alert", "hidden", "")
        .close("p");
    page.open("main", "id", "main", "class", "container", "tabindex", "-1")
        .open("p", "id", "failure", "class", "failure", "role", "alert", "hidden", "")
        .close("p");
    if (!viewer.mayActOnAlerts()) {
      page.element("p", words.say("shell.reads-only"), "class", "quiet", "id", "reads-only");
    }
    page.append(main)
        .open("noscript")
        .element("p", words.say("shell.no-script"))
        .close("noscript")
        .close("main");
    page.open("p", "id", "announce", "class", "visually-hidden", "aria-live", "polite").close("p");
    page.open("footer", "class", "container")
        .open("small")
        .text(words.say("shell.footer") + " ")
        .element("span", words.say("shell.zone", viewer.zone().getId()), "id", "zone")
        .close("small")
        .close("footer");
    page.close("body").close("html");
    return "<!doctype html>\n" + page;
  }

  /** What stands in the head of every page. */
  static void head(Html page, String title, String script) {
    page.open("head")
        .open("meta", "charset", "utf-8")
        .open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .open("meta", "name", "color-scheme", "content", "light dark")
        .element("title", title)
        .open("link", "rel", "icon", "href", "/favicon.svg", "type", "image/svg+xml")
        .open("link", "rel", "stylesheet", "href", "/assets/pico.css")
        .open("link", "rel", "stylesheet", "href", "/assets/carryover.css")
        .open("script", "type", "module", "src", "/assets/" + script)
        .close("script")
        .close("head");
  }

  /** The ways to the other languages. */
  static void languages(Html page, Language chosen) {
    page.open("nav", "class", "languages", "aria-label", Words.of(chosen).say("shell.language"));
    for (Language language : Language.values()) {
      page.element(
          "a",
          language.code().toUpperCase(java.util.Locale.ROOT),
          "href",
          "?lang=" + language.code(),
          "lang",
          language.code(),
          "hreflang",
          language.code(),
          "title",
          Words.of(language).say("language"),
          language == chosen ? "aria-current" : "data-other",
          "true");
    }
    page.close("nav");
  }

  /** The ways to the pages of those who run the clinic. */
  private static void office(Html page, Viewer viewer) {
    if (viewer.role() != Role.ADMIN) {
      return;
    }
    Words words = viewer.words();
    page.open("nav", "class", "office", "aria-label", words.say("shell.office"))
        .element("a", words.say("people.title"), "href", "/people")
        .element("a", words.say("integrations.title"), "href", "/integrations")
        .element("a", words.say("access.title"), "href", "/access-log")
        .close("nav");
  }
}
