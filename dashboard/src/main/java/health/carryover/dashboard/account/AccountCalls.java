package health.carryover.dashboard.account;

import health.carryover.analysis.port.AccessLog;
import health.carryover.analysis.port.Accounts;
import health.carryover.analysis.port.Integrations;
import health.carryover.dashboard.access.AccessNotes;
import health.carryover.dashboard.access.Gate;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import java.net.URI;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Every call about people, programs and the review of access. */
public final class AccountCalls {
  /** Works without being signed in. */
  public static final String SIGN_IN = "/api/v1/sign-in/password";

  /** Works without being signed in. */
  public static final String JOIN = "/api/v1/join";

  private final SignInRoutes signIn;
  private final OwnPassword ownPassword;
  private final PeopleRoutes people;
  private final IntegrationRoutes integrations;
  private final AccessLogRoutes accessLog;

  /**
   * @param ended called on the event loop when somebody who was let in is not any more
   * @param publicOrigin under which browsers reach the pages; null: as the request that asked
   */
  public AccountCalls(
      Accounts accounts,
      Integrations integrations,
      AccessLog accessLog,
      Gate gate,
      AccessNotes notes,
      PasswordWork passwords,
      Runnable ended,
      @Nullable URI publicOrigin,
      BlockingCalls blocking,
      InstantSource clock) {
    Consumer<String> putOut =
        id -> {
          gate.end(id);
          ended.run();
        };
    SignInAttempts attempts = new SignInAttempts(clock);
    AccountSignIn signingIn =
        new AccountSignIn(accounts, gate, notes, passwords, attempts, blocking, clock);
    this.signIn =
        new SignInRoutes(
            signingIn, new SecondFactors(accounts, signingIn, attempts, blocking, clock));
    this.ownPassword = new OwnPassword(accounts, signingIn, passwords, attempts, putOut, blocking);
    this.people = new PeopleRoutes(new People(accounts, clock), putOut, publicOrigin, blocking);
    this.integrations = new IntegrationRoutes(integrations, putOut, blocking, clock);
    this.accessLog = new AccessLogRoutes(accessLog, blocking);
  }

  /** Adds the calls that come before the gate. */
  public void addOpen(ApiRouter api) {
    signIn.addOpen(api);
  }

  /** Adds the calls behind the gate. */
  public void add(ApiRouter api) {
    signIn.add(api);
    ownPassword.add(api);
    people.add(api);
    integrations.add(api);
    accessLog.add(api);
  }
}
