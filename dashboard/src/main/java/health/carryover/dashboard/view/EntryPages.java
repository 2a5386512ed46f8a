package health.carryover.dashboard.view;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The pages for those who are not signed in: signing in, and joining by an invitation. They hold
 * nothing but words; what is typed goes to the API by their scripts, and nowhere before those run:
 * a browser that sent a form by itself would write the password into the address.
 */
public final class EntryPages {
  private EntryPages() {}

  /** Adds both to {@code router}, before anything that asks for a sign-in. */
  public static void add(Router router) {
    router.get("/sign-in").handler(context -> send(context, "sign-in"));
    router.get("/join").handler(context -> send(context, "join"));
  }

  private static void send(RoutingContext context, String page) {
    Language language = AskedLanguage.of(context);
    Words words = Words.of(language);
    Html main = page.equals("join") ? join(words) : signIn(words);
    context
        .response()
        .putHeader("Content-Type", "text/html; charset=utf-8")
        .putHeader("Vary", "Accept-Language, Cookie")
        .end(whole(page, language, words, main));
  }

  private static String whole(String page, Language language, Words words, Html main) {
    Html html = new Html();
    html.open("html", "lang", language.code());
    Shell.head(html, words.say("entry." + page + ".title") + " · Carryover", page + ".js");
    html.open("body").open("header", "class", "container sign-in");
    Shell.languages(html, language);
    html.close("header")
        .open("main", "id", "main", "class", "container sign-in")
        .element("h1", "Carryover")
        .open("p", "id", "said", "role", "alert")
        .close("p")
        .append(main);
    secondFactor(html, words);
    html.open("noscript")
        .element("p", words.say("entry.no-script"))
        .close("noscript")
        .close("main")
        .open("footer", "class", "container sign-in")
        .element("small", words.say("shell.footer"))
        .close("footer")
        .close("body")
        .close("html");
    return "<!doctype html>\n" + html;
  }

  private static Html signIn(Words words) {
    Html main = new Html().open("div", "id", "first");
    main.open("form", "id", "password-form", "method", "post");
    field(main, words.say("entry.login"), "login", "text", "username");
    field(main, words.say("entry.password"), "password", "password", "current-password");
    main.element("label", words.say("entry.code"), "for", "code")
        .open(
            "input",
            "id",
            "code",
            "name",
            "code",
            "autocomplete",
            "one-time-code",
            "autocapitalize",
            "off",
            "spellcheck",
            "false",
            "aria-describedby",
            "code-help")
        .element("small", words.say("entry.code-help"), "id", "code-help");
    OfficeForms.submit(main, words.say("entry.sign-in"));
    main.close("form");
    main.open("details", "id", "link")
        .element("summary", words.say("entry.by-link"))
        .element("p", words.say("entry.link-help"))
        .open("form", "id", "link-form", "method", "post");
    field(main, words.say("entry.link"), "token", "text", "off");
    main.element(
            "button",
            words.say("entry.sign-in"),
            "type",
            "submit",
            "disabled",
            "",
            "class",
            "secondary")
        .close("form")
        .close("details");
    return main.close("div");
  }

  private static Html join(Words words) {
    Html main = new Html().open("div", "id", "first");
    main.element("p", words.say("entry.join-help"));
    main.open("form", "id", "join-form", "method", "post");
    field(main, words.say("entry.new-password"), "password", "password", "new-password");
    main.element("small", words.say("entry.password-rule"), "id", "password-rule");
    field(main, words.say("entry.repeat"), "repeat", "password", "new-password");
    OfficeForms.submit(main, words.say("entry.set-password"));
    main.close("form");
    return main.close("div");
  }

  /** A labelled field that has to be filled in. */
  static void field(Html out, String label, String id, String type, String autocomplete) {
    out.element("label", label, "for", id)
        .open(
            "input",
            "id",
            id,
            "name",
            id,
            "type",
            type,
            "autocomplete",
            autocomplete,
            "autocapitalize",
            "off",
            "spellcheck",
            "false",
            "required",
            "");
  }

  private static void secondFactor(Html out, Words words) {
    out.open("section", "id", "second-factor", "hidden", "")
        .element("h2", words.say("factor.title"), "tabindex", "-1")
        .open("p", "id", "factor-login")
        .close("p")
        .element("p", words.say("factor.how"))
        .open("div", "id", "qr", "class", "qr")
        .close("div")
        .element("p", words.say("factor.by-hand"))
        .open("p")
        .open("code", "id", "secret")
        .close("code")
        .close("p")
        .open("form", "id", "factor-form", "method", "post")
        .element("label", words.say("factor.code"), "for", "factor-code")
        .open(
            "input",
            "id",
            "factor-code",
            "name",
            "code",
            "inputmode",
            "numeric",
            "autocomplete",
            "one-time-code",
            "required",
            "");
    OfficeForms.submit(out, words.say("factor.confirm"));
    out.close("form")
        .close("section")
        .open("section", "id", "recovery", "hidden", "")
        .element("h2", words.say("recovery.title"), "tabindex", "-1")
        .element("p", words.say("recovery.how"))
        .open("ul", "id", "recovery-codes", "class", "codes")
        .close("ul")
        .element("a", words.say("recovery.go-on"), "id", "go-on", "role", "button", "href", "/")
        .close("section");
  }
}
