package health.carryover.analysis.port;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Accounts in memory. Any thread. */
public final class MemoryAccounts implements Accounts {
  private final Map<String, Account> accounts = new TreeMap<>();

  @Override
  public synchronized boolean add(Account account) {
    boolean free = !accounts.containsKey(account.id()) && byLogin(account.login()).isEmpty();
    if (free) {
      accounts.put(account.id(), account);
    }
    return free;
  }

  @Override
  public synchronized boolean replace(Account account) {
    Account held = accounts.get(account.id());
    boolean current = held != null && held.version() == account.version();
    if (current) {
      accounts.put(
          account.id(),
          new Account(
              account.id(),
              account.clinic(),
              account.login(),
              account.name(),
              account.role(),
              account.createdAt(),
              account.disabledAt(),
              account.credentials(),
              account.version() + 1));
    }
    return current;
  }

  @Override
  public synchronized Optional<Account> find(String id) {
    return Optional.ofNullable(accounts.get(id));
  }

  @Override
  public Optional<Account> byLogin(String login) {
    return first(account -> account.login().equals(login));
  }

  @Override
  public Optional<Account> byInvitation(String hash) {
    return first(
        account -> {
          Invitation invitation = account.credentials().invitation();
          return invitation != null && invitation.hash().equals(hash);
        });
  }

  @Override
  public synchronized List<Account> ofClinic(String clinic) {
    return accounts.values().stream()
        .filter(account -> account.clinic().equals(clinic))
        .sorted(Comparator.comparing(Account::login))
        .toList();
  }

  private synchronized Optional<Account> first(Predicate<Account> fits) {
    return accounts.values().stream().filter(fits).findFirst();
  }
}
