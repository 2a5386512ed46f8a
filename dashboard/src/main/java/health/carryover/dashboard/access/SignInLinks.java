package health.carryover.dashboard.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One-time tokens with which a person signs in: {@code /sign-in#TOKEN}. Behind the {@code #} a
 * token reaches neither logs nor referrers. Each works once and for a short time; at most {@value
 * #MOST_PENDING} wait, the oldest then ends early. Kept in memory: a restart ends them. Any thread.
 */
public final class SignInLinks {
  /** How many tokens may wait to be used. */
  public static final int MOST_PENDING = 100;

  private final Tokens tokens = new Tokens();
  private final InstantSource clock;
  private final Duration lifetime;
  private final Map<String, Pending> pending = new LinkedHashMap<>();

  /**
   * @param lifetime how long a token can be used
   */
  public SignInLinks(InstantSource clock, Duration lifetime) {
    this.clock = clock;
    this.lifetime = lifetime;
  }

  private record Pending(String person, Instant endsAt) {}

  /** A token for whoever sits at this machine, recorded as {@code clinician}. */
  public String create() {
    return create("clinician");
  }

  /**
   * A token for {@code person}, the name under which what they do is recorded.
   *
   * @throws IllegalArgumentException if the name is empty, longer than 100 or has control
   *     characters
   */
  public synchronized String create(String person) {
    if (person.isBlank()
        || person.length() > 100
        || person.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a person is named with 1 to 100 printable characters");
    }
    String token = tokens.create();
    if (pending.size() >= MOST_PENDING) {
      pending.remove(pending.keySet().iterator().next());
    }
    pending.put(Tokens.digest(token), new Pending(person, clock.instant().plus(lifetime)));
    return token;
  }

  /** Uses {@code token} up: the person it was made for, or empty if it does not count any more. */
  synchronized Optional<String> redeem(String token) {
    Pending found = pending.remove(Tokens.digest(token));
    return Optional.ofNullable(found)
        .filter(link -> clock.instant().isBefore(link.endsAt()))
        .map(Pending::person);
  }
}
