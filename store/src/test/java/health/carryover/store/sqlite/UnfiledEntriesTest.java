package health.carryover.store.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.SeededRandom;
import health.carryover.store.sql.EntryFinder.Found;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random entries, beside a plain list of them. */
final class UnfiledEntriesTest {
  private static final int STEPS = 250;
  private static final int MOST_AT_ONCE = 2_000;
  private static final int IDENTITIES = 300_000;
  private static final int PATIENTS = 9;

  private final Random random = SeededRandom.of("unfiled entries");
  private final UnfiledEntries entries = new UnfiledEntries();

  /** The entries of each block; null where one was emptied. */
  private final List<List<@Nullable Found>> model = new ArrayList<>();

  /** The journal holds none of them twice. */
  private final Set<String> identities = new HashSet<>();

  private long last;

  @Test
  void theyAreFoundAsInAList() {
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(8)) {
        case 0 -> emptySome();
        case 1 -> fileOldest();
        default -> add(random.nextInt(MOST_AT_ONCE));
      }
      assertLookups();
    }
  }

  /**
   * All have the hash of the first: "Aa" and "BB" have one, and so has whatever is made of them.
   */
  @Test
  void identitiesOfOneHashAreFoundInNoLongerTime() {
    int bits = 16;
    assertThat(Arrays.hashCode(colliding(0, bits))).isEqualTo(Arrays.hashCode(colliding(1, bits)));
    for (int number = 0; number < 1 << bits; number++) {
      entries.add(new Found(1 + number, new String(colliding(number, bits), UTF_8), null));
    }
    for (int number = 0; number < 1 << bits; number++) {
      assertThat(entries.sequenceOf(new String(colliding(number, bits), UTF_8)))
          .hasValue(1 + number);
    }
    entries.empty(sequence -> sequence % 2 == 0);
    assertThat(entries.sequenceOf(new String(colliding(10, bits), UTF_8))).hasValue(11);
    assertThat(entries.sequenceOf(new String(colliding(11, bits), UTF_8))).isEmpty();
    assertThat(entries.sequenceOf("AaAa")).isEmpty();
  }

  private static byte[] colliding(int number, int bits) {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < bits; bit++) {
      text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return text.toString().getBytes(UTF_8);
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      last += 1 + random.nextInt(2);
      String identity = identity(random.nextInt(IDENTITIES));
      Found entry =
          new Found(
              last,
              random.nextInt(10) > 0 && identities.add(identity) ? identity : null,
              random.nextInt(10) == 0 ? null : "p-" + random.nextInt(PATIENTS));
      entries.add(entry);
      if (model.isEmpty() || model.get(model.size() - 1).size() == UnfiledEntries.BLOCK) {
        model.add(new ArrayList<>());
      }
      model.get(model.size() - 1).add(entry);
    }
  }

  /** Some are longer than the room that is set aside for each. */
  private static String identity(int number) {
    return "ü/" + number + "/x".repeat(number % 50);
  }

  private void emptySome() {
    String patient = "p-" + random.nextInt(PATIENTS);
    Set<Long> sequences = new HashSet<>();
    for (List<@Nullable Found> block : model) {
      for (int i = 0; i < block.size(); i++) {
        Found entry = block.get(i);
        if (entry != null && patient.equals(entry.patient()) && random.nextBoolean()) {
          sequences.add(entry.sequence());
          block.set(i, null);
          if (entry.identity() != null) {
            identities.remove(entry.identity());
          }
        }
      }
    }
    entries.empty(sequences::contains);
  }

  private void fileOldest() {
    assertThat(entries.oldest().isPresent()).isEqualTo(entries.size() >= UnfiledEntries.BLOCK);
    entries
        .oldest()
        .ifPresent(
            oldest -> {
              List<Found> expected = left(model.get(0));
              assertThat(oldest.newest().orElse(0))
                  .isEqualTo(expected.get(expected.size() - 1).sequence());
              assertThat(oldest.byIdentity()).isEqualTo(sorted(expected, Found::identity));
              assertThat(oldest.byPatient()).isEqualTo(sorted(expected, Found::patient));
              entries.removeOldest();
              model.remove(0);
            });
  }

  private static List<Found> sorted(List<Found> entries, Function<Found, @Nullable String> key) {
    return entries.stream()
        .filter(entry -> key.apply(entry) != null)
        .sorted(Comparator.comparing(entry -> String.valueOf(key.apply(entry))))
        .toList();
  }

  private static List<Found> left(List<@Nullable Found> block) {
    List<Found> left = new ArrayList<>();
    for (Found entry : block) {
      if (entry != null) {
        left.add(entry);
      }
    }
    return left;
  }

  private void assertLookups() {
    assertThat(entries.size()).isEqualTo(model.stream().mapToInt(List::size).sum());
    List<Found> all = model.stream().flatMap(block -> left(block).stream()).toList();
    for (int i = 0; i < 5; i++) {
      String identity = identity(random.nextInt(IDENTITIES));
      OptionalLong expected =
          all.stream()
              .filter(entry -> identity.equals(entry.identity()))
              .mapToLong(Found::sequence)
              .findFirst();
      assertThat(entries.sequenceOf(identity)).as(identity).isEqualTo(expected);
    }
    String patient = "p-" + random.nextInt(PATIENTS);
    long after = random.nextLong(last + 1);
    long through = after + random.nextInt(10_000);
    Set<Long> own = new TreeSet<>();
    entries.addSequencesOf(patient, after, through, own);
    assertThat(own)
        .containsExactlyElementsOf(
            all.stream()
                .filter(entry -> patient.equals(entry.patient()))
                .map(Found::sequence)
                .filter(sequence -> sequence > after && sequence <= through)
                .toList());
    Set<String> patients = new HashSet<>();
    entries.addPatients(patients);
    Set<String> expected = new HashSet<>();
    for (Found entry : all) {
      if (entry.patient() != null) {
        expected.add(entry.patient());
      }
    }
    assertThat(patients).isEqualTo(expected);
  }
}
