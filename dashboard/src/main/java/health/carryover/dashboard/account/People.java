package health.carryover.dashboard.account;

import health.carryover.analysis.port.Accounts;
import health.carryover.analysis.port.Accounts.Account;
import health.carryover.analysis.port.Accounts.Credentials;
import health.carryover.analysis.port.Accounts.Invitation;
import health.carryover.analysis.port.Role;
import health.carryover.dashboard.access.Tokens;
import health.carryover.dashboard.http.ApiFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;

/** The accounts of a clinic as those who run it see them. May block. Any thread. */
final class People {
  private static final Duration INVITATION = Duration.ofDays(3);
  private static final int ID_LENGTH = 16;

  private final Accounts accounts;
  private final InstantSource clock;
  private final Tokens tokens = new Tokens();

  People(Accounts accounts, InstantSource clock) {
    this.accounts = accounts;
    this.clock = clock;
  }

  /** An account and the token of its invitation, which is kept nowhere. */
  record Invited(Account account, String token) {
    /** Everything but the token. */
    @Override
    public String toString() {
      return "Invited[account=" + account + "]";
    }
  }

  List<Account> ofClinic(String clinic) {
    return accounts.ofClinic(clinic);
  }

  /**
   * Invites somebody new.
   *
   * @throws ApiFailure 409 if login or name are taken
   */
  Invited invite(String clinic, String login, String name, Role role) {
    boolean named =
        accounts.ofClinic(clinic).stream().anyMatch(held -> held.name().equalsIgnoreCase(name));
    if (named) {
      throw new ApiFailure(
          409,
          "person.name-taken",
          "Somebody of this clinic has that name; add what tells the two apart.",
          List.of());
    }
    String token = tokens.create();
    Account account =
        new Account(
            "u" + tokens.create().substring(0, ID_LENGTH),
            clinic,
            login,
            name,
            role,
            now(),
            null,
            new Credentials(null, null, invitation(token)),
            0);
    if (!accounts.add(account)) {
      throw new ApiFailure(
          409, "person.login-taken", "Somebody has that login; choose another.", List.of());
    }
    return new Invited(account, token);
  }

  /** Gives {@code id} another role. */
  Account role(String clinic, String id, Role role) {
    return change(clinic, id, account -> account.with(role));
  }

  /** From now on the account does not count. */
  Account disable(String clinic, String id) {
    return change(
        clinic, id, account -> account.disabledAt() == null ? account.disabled(now()) : account);
  }

  /** The account counts again. */
  Account enable(String clinic, String id) {
    return change(clinic, id, account -> account.disabled(null));
  }

  /** Takes password and second factor away and invites the person anew. */
  Invited reset(String clinic, String id) {
    String token = tokens.create();
    Account account =
        change(clinic, id, held -> held.with(new Credentials(null, null, invitation(token))));
    return new Invited(account, token);
  }

  private Account change(String clinic, String id, UnaryOperator<Account> change) {
    Account changed =
        change.apply(
            accounts
                .find(id)
                .filter(account -> account.clinic().equals(clinic))
                .orElseThrow(
                    () -> ApiFailure.notFound("person.unknown", "There is no such person.")));
    if (!accounts.replace(changed)) {
      throw new ApiFailure(
          409, "person.changed", "The account changed meanwhile; look again.", List.of());
    }
    return changed;
  }

  private Invitation invitation(String token) {
    return new Invitation(Tokens.digest(token), now().plus(INVITATION));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
