package health.carryover.ingest.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A device with a true clock, a skew and a way of its own, beside what is found out about it. */
class DeviceClockTest {
  private static final ClockSettings SETTINGS = ClockSettings.DEFAULTS;
  private static final long NOW = 1_800_000_000_000L;
  private static final int WORLDS = 400;

  /** What is promised beyond the shortest way: a correction follows in steps of 5 s. */
  private static final long STEP_MILLIS = 5_000;

  private record Pair(long observed, long heard) {}

  /** Live messages every few seconds with short ways, now and then a late one. */
  private static List<Pair> live(Random random, long from, int messages, long skew) {
    List<Pair> pairs = new ArrayList<>();
    long at = from;
    for (int i = 0; i < messages; i++) {
      at += 1_000 + random.nextInt(14_000);
      long way = 50 + random.nextInt(3_000);
      if (random.nextInt(10) == 0) {
        way += random.nextInt(3_600_000);
      }
      pairs.add(new Pair(at + skew, at + way));
    }
    pairs.sort(Comparator.comparingLong(Pair::heard));
    return pairs;
  }

  /** What a phone has kept for hours, sent at once. */
  private static List<Pair> burst(Random random, long at, long skew) {
    List<Pair> pairs = new ArrayList<>();
    long every = 1_000 + random.nextInt(60_000);
    int messages = 50 + random.nextInt(400);
    long old = random.nextInt(600_000);
    for (int i = 0; i < messages; i++) {
      pairs.add(new Pair(at - (messages - i) * every - old + skew, at + i * 5L));
    }
    return pairs;
  }

  private static DeviceClock after(DeviceClock before, List<Pair> pairs) {
    DeviceClock clock = before;
    for (Pair pair : pairs) {
      clock = clock.heard(pair.observed(), pair.heard(), SETTINGS);
    }
    return clock;
  }

  private static Random seeded() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    return new Random(seed);
  }

  @Test
  void theEstimateErrsByTheShortestWayAtMost() {
    Random random = seeded();
    for (int world = 0; world < WORLDS; world++) {
      long skew = random.nextInt(2_000_000) - 1_000_000;
      DeviceClock clock = after(DeviceClock.UNKNOWN, live(random, NOW, 100, skew));
      long ahead = clock.ahead().orElseThrow().toMillis();
      assertThat(skew - ahead).as("skew " + skew).isBetween(0L, 3_050L);
      long shift = clock.shift().map(Duration::toMillis).orElse(0L);
      if (Math.abs(skew) > 34_000 && Math.abs(skew) < 590_000) {
        assertThat(shift + skew).as("skew " + skew).isBetween(0L, 3_050L + STEP_MILLIS);
      }
      if (Math.abs(skew) < 26_000 || Math.abs(skew) > 604_000) {
        assertThat(shift).as("skew " + skew).isZero();
      }
    }
  }

  @Test
  void aRightClockIsNeverCorrectedWhateverWayItsMessagesTake() {
    Random random = seeded();
    for (int world = 0; world < WORLDS; world++) {
      DeviceClock clock = DeviceClock.UNKNOWN;
      long at = NOW;
      for (int part = 0; part < 6; part++) {
        List<Pair> pairs =
            random.nextInt(3) == 0
                ? burst(random, at, 0)
                : live(random, at, 5 + random.nextInt(60), 0);
        for (Pair pair : pairs) {
          clock = clock.heard(pair.observed(), pair.heard(), SETTINGS);
          assertThat(clock.shift()).as("world " + world).isEmpty();
        }
        at = pairs.get(pairs.size() - 1).heard() + random.nextInt(7_200_000);
      }
    }
  }

  @Test
  void aBurstOfKeptMessagesDoesNotChangeWhatIsKnown() {
    Random random = seeded();
    for (int world = 0; world < WORLDS; world++) {
      long skew = (random.nextBoolean() ? 1 : -1) * (60_000 + random.nextInt(400_000));
      List<Pair> before = live(random, NOW, 60, skew);
      DeviceClock known = after(DeviceClock.UNKNOWN, before);
      long reconnected = before.get(before.size() - 1).heard() + 7 * 86_400_000L;
      DeviceClock caughtUp = after(known, burst(random, reconnected, skew));
      assertThat(caughtUp.shiftMillis()).isEqualTo(known.shiftMillis()).isNotZero();
    }
  }

  @Test
  void aSlowBurstIsNotTakenForALiveClock() {
    // Three hours in parts of five seconds, ten parts a second: more than a minute of receipt.
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < 2_160; i++) {
      pairs.add(new Pair(NOW - 10_800_000 + i * 5_000L, NOW + i * 100L));
    }
    DeviceClock clock = DeviceClock.UNKNOWN;
    for (Pair pair : pairs) {
      clock = clock.heard(pair.observed(), pair.heard(), SETTINGS);
      assertThat(clock.ahead()).isEmpty();
      assertThat(clock.shift()).isEmpty();
    }
  }

  @Test
  void aSteppingClockIsFollowedAndNoEventIsMovedBehindItsReceipt() {
    Random random = seeded();
    for (int world = 0; world < WORLDS; world++) {
      DeviceClock clock = DeviceClock.UNKNOWN;
      long at = NOW;
      for (int step = 0; step < 4; step++) {
        long skew = random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000) - 500_000;
        for (Pair pair : live(random, at, 60, skew)) {
          clock = clock.heard(pair.observed(), pair.heard(), SETTINGS);
          long corrected = pair.observed() + clock.shiftMillis();
          assertThat(corrected - pair.heard())
              .as("ahead of its receipt after correction, ms")
              .isLessThanOrEqualTo(
                  Math.max(DeviceClock.AGREEMENT_MILLIS, pair.observed() - pair.heard()));
          at = pair.heard();
        }
        // A step that is smaller than the agreement is forgotten with its window only.
        assertThat(skew - clock.ahead().orElseThrow().toMillis())
            .isBetween(-DeviceClock.AGREEMENT_MILLIS, 3_050L);
      }
    }
  }

  @Test
  void aDriftingClockIsFollowedInSteps() {
    // 100 parts in a million over three days, a reading every ten seconds.
    DeviceClock clock = after(DeviceClock.UNKNOWN, live(new Random(1), NOW, 60, 60_000));
    long at = NOW + 4_000_000;
    for (int i = 0; i < 26_000; i++) {
      at += 10_000;
      long skew = 60_000 + (at - NOW) / 10_000;
      clock = clock.heard(at + skew, at + 500, SETTINGS);
      assertThat(clock.shiftMillis() + skew).isBetween(-STEP_MILLIS, 3_050L + STEP_MILLIS);
    }
  }

  /** Messages that were heard at the same time may come in any order. */
  @Test
  void theOrderWithinOneMomentOfReceiptDoesNotMatterForTheEstimate() {
    Random random = seeded();
    for (int world = 0; world < WORLDS; world++) {
      long skew = 60_000 + random.nextInt(400_000);
      List<Pair> pairs = new ArrayList<>();
      for (int group = 0; group < 30; group++) {
        long heard = NOW + group * 5_000L;
        for (int i = 0; i < 4; i++) {
          pairs.add(new Pair(heard - i * 1_000L - random.nextInt(900) + skew, heard));
        }
      }
      DeviceClock inOrder = after(DeviceClock.UNKNOWN, pairs);
      List<Pair> mixed = new ArrayList<>(pairs);
      Collections.shuffle(mixed, random);
      mixed.sort(Comparator.comparingLong(Pair::heard));
      DeviceClock inAnother = after(DeviceClock.UNKNOWN, mixed);
      assertThat(inAnother.ahead()).isEqualTo(inOrder.ahead());
      // Which value it settles on within its step depends on the first proof.
      assertThat(inAnother.shiftMillis() - inOrder.shiftMillis())
          .isBetween(-STEP_MILLIS, STEP_MILLIS);
    }
  }

  @Test
  void switchedOffNothingIsCorrected() {
    ClockSettings off =
        new ClockSettings(
            ClockSettings.Correction.OFF, Duration.ofSeconds(30), Duration.ofMinutes(10));
    DeviceClocks clocks = new DeviceClocks(off);
    for (Pair pair : live(new Random(2), NOW, 60, 120_000)) {
      clocks.heard(
          "c", "d", Instant.ofEpochMilli(pair.observed()), Instant.ofEpochMilli(pair.heard()));
    }
    assertThat(clocks.shiftOf("c", "d", Optional.empty(), Instant.EPOCH)).isEmpty();
    assertThat(clocks.of("c", "d").ahead()).isPresent();
  }
}
