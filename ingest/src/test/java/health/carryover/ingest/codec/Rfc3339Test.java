package health.carryover.ingest.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

  @ParameterizedTest
  @CsvSource({
    "2026-03-02T10:00:00Z,          2026-03-02T10:00:00Z",
    "2026-03-02t10:00:00z,          2026-03-02T10:00:00Z",
    "2026-03-02 10:00:00Z,          2026-03-02T10:00:00Z",
    "2026-03-02T10:00:00+01:00,     2026-03-02T09:00:00Z",
    "2026-03-02T10:00:00-00:00,     2026-03-02T10:00:00Z",
    "2026-03-01T00:30:00+05:45,     2026-02-28T18:45:00Z",
    "2024-02-29T23:59:60Z,          2024-03-01T00:00:00Z",
    "2026-03-02T10:00:00.5Z,        2026-03-02T10:00:00.5Z",
    "2026-03-02T10:00:00.1234567891234+00:00, 2026-03-02T10:00:00.123Z",
    "0000-01-01T00:00:00Z,          0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59-23:59,     +10000-01-01T23:58:59Z",
  })
  void reads(String text, Instant instant) throws Unusable {
    assertThat(Rfc3339.parse(text)).isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-03-02",
        "2026-03-02T10:00Z",
        "2026-3-2T10:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "2025-02-29T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:61Z",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00,5Z",
        "2026-01-01T00:00:00ZZ",
        "2026-01-01T00:00:00+01",
        "2026-01-01T00:00:00+0100",
        "2026-01-01T00:00:00+24:00",
        "2026-01-01T00:00:00+01:60",
        "2026-01-01T00:00:00 Europe/Berlin",
        "-026-01-01T00:00:00Z",
        "+2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00+01:00x",
        "٢٠٢٦-01-01T00:00:00Z",
        "2026-01-01X00:00:00Z",
        "2026-01-01T00:00:00\u0000"
      })
  void refuses(String text) {
    assertThat(code(text)).isEqualTo(RejectionCode.TIME_MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-03-02T10:00:00", "2026-03-02T10:00:00.25", "2026-03-02 10:00:00"})
  void wantsAnOffset(String text) {
    assertThat(code(text)).isEqualTo(RejectionCode.TIME_NO_OFFSET);
  }

  @Test
  void agreesWithThePlatform() throws Unusable {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      OffsetDateTime time =
          Instant.ofEpochSecond(
                  random.nextLong(-2_000_000_000L, 4_000_000_000L), random.nextInt(1_000_000_000))
              .atOffset(ZoneOffset.ofTotalSeconds(random.nextInt(-17 * 60, 17 * 60) * 60));
      String text = time.toString();
      if (time.getSecond() != 0 || time.getNano() != 0) {
        assertThat(Rfc3339.parse(text))
            .as(text)
            .isEqualTo(time.toInstant().truncatedTo(ChronoUnit.MILLIS));
      }
    }
  }

  private static RejectionCode code(String text) {
    return catchThrowableOfType(Unusable.class, () -> Rfc3339.parse(text)).code();
  }
}
