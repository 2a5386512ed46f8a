package health.carryover.analysis.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The people who work with the service, and how they prove who they are. Any thread; every method
 * may throw {@link StoreUnavailableException}.
 */
public interface Accounts {

  /**
   * Adds an account.
   *
   * @return false, and nothing is stored, if the id or the login is taken
   */
  boolean add(Account account);

  /**
   * Stores {@code account} in place of the one with its id, if that still has its version, which
   * then counts one further: of two who changed the same account at once, one is told so.
   *
   * @return false, and nothing is stored, if it changed meanwhile or does not exist
   */
  boolean replace(Account account);

  /** The account with that id. */
  Optional<Account> find(String id);

  /** The account with that login, which is unique among all clinics. */
  Optional<Account> byLogin(String login);

  /** The account that was given the invitation with that hash, whether or not it ended. */
  Optional<Account> byInvitation(String hash);

  /** All accounts of a clinic by login. */
  List<Account> ofClinic(String clinic);

  /**
   * One person.
   *
   * @param id stays for ever
   * @param login with which the person signs in
   * @param name under which what the person does is shown
   * @param createdAt to the millisecond
   * @param disabledAt to the millisecond; null while the account counts
   * @param version how often it was replaced
   */
  record Account(
      String id,
      String clinic,
      String login,
      String name,
      Role role,
      Instant createdAt,
      @Nullable Instant disabledAt,
      Credentials credentials,
      long version) {

    /** The same with other credentials. */
    public Account with(Credentials changed) {
      return new Account(id, clinic, login, name, role, createdAt, disabledAt, changed, version);
    }

    /** The same with another role. */
    public Account with(Role changed) {
      return new Account(
          id, clinic, login, name, changed, createdAt, disabledAt, credentials, version);
    }

    /** The same, disabled since {@code at}; null: it counts. */
    public Account disabled(@Nullable Instant at) {
      return new Account(id, clinic, login, name, role, createdAt, at, credentials, version);
    }

    /** Everything but the person and the credentials. */
    @Override
    public String toString() {
      return "Account[id=" + id + ", role=" + role.code() + ", version=" + version + "]";
    }
  }

  /**
   * How a person proves who they are.
   *
   * @param passwordHash with method and salt; null: there is none yet
   * @param secondFactor null: there is none
   * @param invitation with which the person may set a password; null: there is none
   */
  record Credentials(
      @Nullable String passwordHash,
      @Nullable SecondFactor secondFactor,
      @Nullable Invitation invitation) {

    /** The same with an invitation. */
    public Credentials with(Invitation invited) {
      return new Credentials(passwordHash, secondFactor, invited);
    }

    /** The same with a second factor; null: without one. */
    public Credentials with(@Nullable SecondFactor factor) {
      return new Credentials(passwordHash, factor, invitation);
    }

    /** The same with a password, and the invitation used up. */
    public Credentials withPassword(String hash) {
      return new Credentials(hash, secondFactor, null);
    }

    /** Nothing of them. */
    @Override
    public String toString() {
      return "Credentials[***]";
    }
  }

  /**
   * A second factor that was shown to work.
   *
   * @param secret in base 32
   * @param lastStep the newest time step of which a code was used
   * @param recoveryHashes of the codes that are left
   */
  record SecondFactor(String secret, long lastStep, List<String> recoveryHashes) {
    public SecondFactor {
      recoveryHashes = List.copyOf(recoveryHashes);
    }

    /** Nothing of it. */
    @Override
    public String toString() {
      return "SecondFactor[***]";
    }
  }

  /**
   * @param hash of the one-time token
   * @param endsAt to the millisecond
   */
  record Invitation(String hash, Instant endsAt) {
    /** Everything but the hash. */
    @Override
    public String toString() {
      return "Invitation[endsAt=" + endsAt + "]";
    }
  }
}
