package health.carryover.dashboard.account;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.dashboard.Authenticator;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  /** RFC 6238, appendix B, SHA-1. */
  @ParameterizedTest
  @CsvSource({
    "59,94287082",
    "1111111109,07081804",
    "1111111111,14050471",
    "1234567890,89005924",
    "2000000000,69279037",
    "20000000000,65353130"
  })
  void publishedCodesComeOut(long second, String code) {
    assertThat(Totp.truncated(SECRET, second / 30) % 100_000_000).isEqualTo(Integer.parseInt(code));
    assertThat(Totp.code(Base32.toBase32String(SECRET), Instant.ofEpochSecond(second)))
        .isEqualTo(code.substring(2));
  }

  @Test
  void aCodeCountsAStepEarlierAndLaterAndNeverTwice() {
    String secret = Totp.secret(new SecureRandom());
    Instant now = Instant.ofEpochSecond(1_700_000_010);
    long step = 1_700_000_010 / 30;
    String code = Authenticator.code(secret, now);
    assertThat(Totp.step(secret, code, now, -1)).hasValue(step);
    assertThat(Totp.step(secret, code, now.plusSeconds(30), -1)).hasValue(step);
    assertThat(Totp.step(secret, code, now.minusSeconds(30), -1)).hasValue(step);
    assertThat(Totp.step(secret, code, now.plusSeconds(60), -1)).isEmpty();
    assertThat(Totp.step(secret, code, now.minusSeconds(60), -1)).isEmpty();
    assertThat(Totp.step(secret, code, now, step)).isEmpty();
    assertThat(Totp.step(secret, code, now, step - 1)).hasValue(step);
    assertThat(Totp.step(secret, "", now, -1)).isEmpty();
    assertThat(Totp.step(secret, "müde!!", now, -1)).isEmpty();
  }

  @Test
  void whatAnAppReadsIsAnOtpauthAddress() {
    assertThat(Totp.uri("ABC", "ada@clinic"))
        .isEqualTo("otpauth://totp/Carryover:ada%40clinic?secret=ABC&issuer=Carryover");
    assertThat(QrPath.of(Totp.uri(Totp.secret(new SecureRandom()), "ada")).path()).startsWith("M");
  }

  @Test
  void recoveryCodesAreKnownHoweverTheyAreTyped() {
    String code = RecoveryCodes.create(new SecureRandom()).get(0);
    assertThat(code).matches("[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}");
    assertThat(RecoveryCodes.hash(code.toUpperCase(java.util.Locale.ROOT).replace("-", " ")))
        .isEqualTo(RecoveryCodes.hash(code));
  }
}
