package health.carryover.dashboard.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
  private final SecureRandom random = new SecureRandom();

  /** From the tests of the reference implementation (github.com/P-H-C/phc-winner-argon2). */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "password $argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "password $argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "differentpassword $argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94"
      })
  void publishedHashesAreKnownAgain(String password, String stored) {
    assertThat(PasswordHash.matches(password, stored)).isTrue();
    assertThat(PasswordHash.matches(password + "x", stored)).isFalse();
  }

  @Test
  void aNewHashHasASaltOfItsOwnAndTheWorkThatIsAskedFor() {
    String one = PasswordHash.create("the same password", random);
    String other = PasswordHash.create("the same password", random);
    assertThat(one).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").isNotEqualTo(other);
    assertThat(PasswordHash.matches("the same password", one)).isTrue();
    assertThat(PasswordHash.matches("The same password", one)).isFalse();
    assertThat(PasswordHash.matches("", PasswordHash.NOBODYS)).isFalse();
  }

  @Test
  void lettersAreTheSameHoweverTheyAreComposed() {
    String stored = PasswordHash.create("m\u00fcde Knie abends", random);
    assertThat(PasswordHash.matches("mu\u0308de Knie abends", stored)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=999,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
      })
  void whatIsNoHashOfOursIsRefused(String stored) {
    assertThatThrownBy(() -> PasswordHash.matches("password", stored))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "eleven char,false",
    "twelve chars,true",
    "aaaaaaaaaaaaaaaa,false",
    "I am ada.brook indeed,false",
    "I AM ADA.BROOK INDEED,false"
  })
  void aPasswordIsLongAndNotTheObviousOne(String password, boolean allowed) {
    assertThat(PasswordRule.allows(password, "ada.brook")).isEqualTo(allowed);
  }
}
