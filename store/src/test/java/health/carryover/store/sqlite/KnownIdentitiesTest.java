package health.carryover.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class KnownIdentitiesTest {
  private static final int BYTES = 100_000;
  private static final int BITS = BYTES * Byte.SIZE;
  private static final int ASKED = 200_000;

  @Test
  void whatWasAddedIsNeverNew() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    KnownIdentities known = new KnownIdentities(BYTES);
    int count = 1 + random.nextInt(BITS / 4);
    for (int i = 0; i < count; i++) {
      known.add(identity(seed + i));
    }
    known.complete();

    for (int i = 0; i < count; i++) {
      assertThat(known.isNew(identity(seed + i))).as("seed %d, %d", seed, i).isFalse();
    }
  }

  /** Bloom (1970): of others it errs for (1 - e^(-kn/m))^k, with k probes, n identities, m bits. */
  @Test
  void ofOthersItErrsAsOftenAsTheFormulaSays() {
    for (int bitsEach : new int[] {4, 8, 16, 40}) {
      KnownIdentities known = new KnownIdentities(BYTES);
      for (int i = 0; i < BITS / bitsEach; i++) {
        known.add(identity(i));
      }
      known.complete();
      int wrong = 0;
      for (int i = 0; i < ASKED; i++) {
        wrong += known.isNew(identity(-1L - i)) ? 0 : 1;
      }
      double expected = Math.pow(1 - Math.exp(-3.0 / bitsEach), 3);
      double spread = Math.sqrt(expected / ASKED);
      assertThat(wrong / (double) ASKED)
          .as("%d bits each", bitsEach)
          .isCloseTo(expected, within(6 * spread + 0.02 * expected));
    }
  }

  @Test
  void nothingIsNewBeforeAllIsAddedAndWhenTooManyWere() {
    KnownIdentities known = new KnownIdentities(BYTES);
    assertThat(known.isNew("watch-1/seq/b7/1")).isFalse();
    assertThat(known.isToBeCompleted()).isTrue();
    known.complete();
    assertThat(known.isNew("watch-1/seq/b7/1")).isTrue();
    assertThat(known.isToBeCompleted()).isFalse();

    for (int i = 0; i <= BITS / 4; i++) {
      known.add(identity(i));
    }
    assertThat(known.isNew("watch-1/seq/b7/1")).isFalse();
    assertThat(known.isNew(identity(5))).isFalse();

    KnownIdentities tooMany = new KnownIdentities(1);
    for (int i = 0; i < 3; i++) {
      tooMany.add(identity(i));
    }
    assertThat(tooMany.isToBeCompleted()).as("nothing to wait for").isFalse();
  }

  private static String identity(long number) {
    return "carryover/v1/clinic-1/watch-" + Math.floorMod(number, 700) + "/seq/b7/" + number;
  }
}
