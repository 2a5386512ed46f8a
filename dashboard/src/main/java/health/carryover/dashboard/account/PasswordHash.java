package health.carryover.dashboard.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) in the text form {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}, with base 64
 * without padding. New ones are made with {@value #MEMORY_KIB} KiB, {@value #ITERATIONS} iterations
 * and one lane, the least that OWASP's Password Storage Cheat Sheet asks for; others are compared
 * with what stands in them, so that this may be raised later. Takes tens of milliseconds of one
 * core: never on an event loop. Any thread.
 */
final class PasswordHash {
  private static final int MEMORY_KIB = 19_456;
  private static final int ITERATIONS = 2;
  private static final int LANES = 1;

  /** Of the form below and as much work to compare with as one made here; nobody's. */
  static final String NOBODYS =
      "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
          .formatted(MEMORY_KIB, ITERATIONS, LANES, "A".repeat(22), "A".repeat(43));

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  /** Beyond these no stored hash was made here, and the work would be somebody else's choice. */
  private static final int MOST_MEMORY_KIB = 1 << 18;

  private static final int MOST_ITERATIONS = 20;

  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  private PasswordHash() {}

  /** The hash of {@code password} under a new salt. */
  static String create(String password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] hash = hash(password, salt, MEMORY_KIB, ITERATIONS, LANES, HASH_BYTES);
    Base64.Encoder text = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            MEMORY_KIB, ITERATIONS, LANES, text.encodeToString(salt), text.encodeToString(hash));
  }

  /**
   * Whether {@code password} is the one behind {@code stored}.
   *
   * @throws IllegalArgumentException if {@code stored} is not of the form above
   */
  static boolean matches(String password, String stored) {
    Matcher parts = FORM.matcher(stored);
    if (!parts.matches()) {
      throw new IllegalArgumentException("a stored password hash of an unknown form");
    }
    int memory = Integer.parseInt(parts.group(1));
    int iterations = Integer.parseInt(parts.group(2));
    int lanes = Integer.parseInt(parts.group(3));
    if (memory > MOST_MEMORY_KIB || iterations > MOST_ITERATIONS || iterations < 1 || lanes < 1) {
      throw new IllegalArgumentException("a stored password hash that asks for too much work");
    }
    byte[] salt = Base64.getDecoder().decode(parts.group(4));
    byte[] expected = Base64.getDecoder().decode(parts.group(5));
    return MessageDigest.isEqual(
        expected, hash(password, salt, memory, iterations, lanes, expected.length));
  }

  private static byte[] hash(
      String password, byte[] salt, int memory, int iterations, int lanes, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(iterations)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[length];
    // The same letters come composed or not, as the keyboard has it: one form of them is hashed.
    generator.generateBytes(
        Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8),
        hash);
    return hash;
  }
}
