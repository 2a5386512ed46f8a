package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.Accounts.Account;
import health.carryover.analysis.port.Accounts.Credentials;
import health.carryover.analysis.port.Accounts.Invitation;
import health.carryover.analysis.port.Accounts.SecondFactor;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Accounts} does. */
public abstract class AccountsContract {
  private static final Instant T = Instant.parse("2026-03-02T08:00:00.001Z");

  private Accounts accounts;

  /** A new, empty store. */
  protected abstract Accounts create() throws Exception;

  /** The same store after it was closed and opened again. */
  protected abstract Accounts reopen() throws Exception;

  @BeforeEach
  final void createAccounts() throws Exception {
    accounts = create();
  }

  @Test
  void thereIsNobodyAtFirst() {
    assertThat(accounts.find("a-1")).isEmpty();
    assertThat(accounts.byLogin("ada")).isEmpty();
    assertThat(accounts.byInvitation("hash")).isEmpty();
    assertThat(accounts.ofClinic("c")).isEmpty();
    assertThat(accounts.replace(account("a-1", "c", "ada"))).isFalse();
  }

  @Test
  void accountsComeBackAsTheyWereByLogin() throws Exception {
    Account zoe =
        account("a-1", "c", "zoe")
            .with(
                new Credentials(
                    "password", new SecondFactor("SECRET", 57_000_000, List.of("r1", "r2")), null));
    Account ada =
        account("a-2", "c", "ada")
            .with(new Credentials(null, null, new Invitation("hash", T.plusSeconds(60))))
            .disabled(T.plusSeconds(1));
    Account used =
        account("a-3", "c", "ben")
            .with(new Credentials("password", new SecondFactor("SECRET", 0, List.of()), null));
    assertThat(accounts.add(zoe)).isTrue();
    assertThat(accounts.add(ada)).isTrue();
    assertThat(accounts.add(used)).isTrue();
    assertThat(accounts.add(account("a-4", "other", "carl"))).isTrue();
    accounts = reopen();
    assertThat(accounts.ofClinic("c")).containsExactly(ada, used, zoe);
    assertThat(accounts.find("a-1")).contains(zoe);
    assertThat(accounts.byLogin("zoe")).contains(zoe);
    assertThat(accounts.byInvitation("hash")).contains(ada);
  }

  @Test
  void aLoginIsUniqueAmongAllClinics() {
    accounts.add(account("a-1", "c", "ada"));
    assertThat(accounts.add(account("a-2", "other", "ada"))).isFalse();
    assertThat(accounts.add(account("a-1", "c", "ben"))).isFalse();
    assertThat(accounts.ofClinic("other")).isEmpty();
  }

  @Test
  void anAccountThatChangedMeanwhileIsNotReplaced() throws Exception {
    Account first = account("a-1", "c", "ada");
    accounts.add(first);
    assertThat(accounts.replace(first.with(Role.ADMIN))).isTrue();
    assertThat(accounts.replace(first.with(Role.READ_ONLY))).isFalse();
    accounts = reopen();
    Account held = accounts.find("a-1").orElseThrow();
    assertThat(held.role()).isEqualTo(Role.ADMIN);
    assertThat(held.version()).isEqualTo(first.version() + 1);
    assertThat(accounts.replace(held.disabled(T))).isTrue();
    assertThat(accounts.find("a-1").orElseThrow().disabledAt()).isEqualTo(T);
  }

  @Test
  void ofManyWhoReplaceTheSameVersionOneDoes() throws Exception {
    Account first = account("a-1", "c", "ada");
    accounts.add(first);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> all =
          IntStream.range(0, 8)
              .mapToObj(i -> (Callable<Boolean>) () -> accounts.replace(first.with(Role.ADMIN)))
              .toList();
      int replaced = 0;
      for (var done : threads.invokeAll(all)) {
        replaced += done.get() ? 1 : 0;
      }
      assertThat(replaced).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void nothingOfTheCredentialsIsPrinted() {
    Account ada =
        account("a-1", "c", "ada")
            .with(
                new Credentials(
                    "secret-p",
                    new SecondFactor("secret-f", 1, List.of("secret-r")),
                    new Invitation("secret-i", T)));
    assertThat(ada.toString() + ada.credentials() + ada.credentials().secondFactor())
        .doesNotContain("secret");
    assertThat(String.valueOf(ada.credentials().invitation())).doesNotContain("secret");
  }

  private static Account account(String id, String clinic, String login) {
    return new Account(
        id,
        clinic,
        login,
        "Ada Brook",
        Role.CLINICIAN,
        T,
        null,
        new Credentials(null, null, null),
        0);
  }
}
