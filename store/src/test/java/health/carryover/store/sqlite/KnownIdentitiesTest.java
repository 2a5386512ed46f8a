package health.carryover.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import health.carryover.analysis.port.SeededRandom;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KnownIdentitiesTest {
  private static final long PLENTY = 1 << 24;

  /** Identities in the first filter when it is full; the next takes twice as many, and so on. */
  private static final int FIRST = (1 << 21) / 12;

  private static final int ASKED = 200_000;

  /** Bloom (1970): one errs for (1 - e^(-kn/m))^k, with k probes, n identities, m bits. */
  private static final double FULL = Math.pow(1 - Math.exp(-4.0 / 12), 4);

  @Test
  void whatWasAddedIsNeverNew() {
    SplittableRandom random = new SplittableRandom(SeededRandom.of("known identities").nextLong());
    KnownIdentities known = new KnownIdentities(PLENTY);
    long begin = random.nextLong();
    int count = 1 + random.nextInt(4 * FIRST);
    for (int i = 0; i < count; i++) {
      known.add(identity(begin + i));
    }
    known.complete();

    for (int i = 0; i < count; i++) {
      assertThat(known.isNew(identity(begin + i))).as("number %d", i).isFalse();
    }
  }

  @Test
  void ofOthersItErrsAsOftenAsTheFormulaSays() {
    KnownIdentities known = new KnownIdentities(PLENTY);
    known.complete();
    for (int full = 1; full <= 3; full++) {
      int before = FIRST * ((1 << (full - 1)) - 1);
      for (int i = before; i < FIRST * ((1 << full) - 1); i++) {
        known.add(identity(i));
      }
      int wrong = 0;
      for (int i = 0; i < ASKED; i++) {
        wrong += known.isNew(identity(-1L - i)) ? 0 : 1;
      }
      double expected = 1 - Math.pow(1 - FULL, full);
      assertThat(wrong / (double) ASKED)
          .as("%d full", full)
          .isCloseTo(expected, within(6 * Math.sqrt(expected / ASKED) + 0.02 * expected));
    }
  }

  @Test
  void nothingIsNewBeforeAllIsAddedAndWhenTooManyWere() {
    KnownIdentities known = new KnownIdentities((1 << 21) / Byte.SIZE);
    assertThat(known.isNew("watch-1/seq/b7/1")).isFalse();
    assertThat(known.isToBeCompleted()).isTrue();
    known.complete();
    assertThat(known.isNew("watch-1/seq/b7/1")).isTrue();
    assertThat(known.isToBeCompleted()).isFalse();

    for (int i = 0; i < FIRST; i++) {
      known.add(identity(i));
    }
    assertThat(IntStream.range(0, 100).filter(i -> known.isNew(identity(-1L - i))).count())
        .isGreaterThan(50);
    known.add(identity(FIRST));
    assertThat(IntStream.range(0, 100).filter(i -> known.isNew(identity(-1L - i))).count())
        .isZero();

    KnownIdentities none = new KnownIdentities(1);
    none.add(identity(1));
    assertThat(none.isToBeCompleted()).as("nothing to wait for").isFalse();
  }

  private static String identity(long number) {
    return "carryover/v1/clinic-1/watch-" + Math.floorMod(number, 700) + "/seq/b7/" + number;
  }
}
