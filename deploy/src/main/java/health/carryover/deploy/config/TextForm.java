package health.carryover.deploy.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the text of a setting becomes a value.
 *
 * @param expected what is right, as it stands in the documentation and in complaints
 * @param parser gives the value, or throws {@link IllegalArgumentException} for text that is not as
 *     expected
 */
record TextForm<T>(String expected, Function<String, T> parser) {
  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15}) ?([A-Za-z]{1,3})");
  private static final int HIGHEST_PORT = 65_535;
  private static final Map<String, Duration> TIME_UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));
  private static final Map<String, Long> SIZE_UNITS =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

  static final TextForm<String> TEXT = new TextForm<>("text", Function.identity());

  static final TextForm<Secret> SECRET = new TextForm<>("text, never shown", Secret::new);

  static final TextForm<String> ID =
      new TextForm<>(
          "1 to 64 letters, digits, _ or -", text -> matching("[A-Za-z0-9_-]{1,64}", text));

  static final TextForm<Integer> PORT =
      new TextForm<>(
          "a port from 0 (any free one) to 65535", text -> within(0, HIGHEST_PORT, text));

  static final TextForm<Integer> PER_HUNDRED =
      new TextForm<>("a number from 1 to 100", text -> within(1, 100, text));

  static final TextForm<Path> FOLDER =
      new TextForm<>("a folder; ~ is the home folder", TextForm::folder);

  static final TextForm<Optional<Path>> FILE =
      new TextForm<>(
          "a file, or nothing; ~ is the home folder",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(folder(text)));

  static final TextForm<String> ID_OR_NOTHING =
      new TextForm<>(
          "1 to 64 letters, digits, _ or -, or nothing",
          text -> matching("[A-Za-z0-9_-]{0,64}", text));

  static final TextForm<Duration> DURATION =
      new TextForm<>("a duration such as 250ms, 90s, 15m, 2h or 7d", TextForm::duration);

  static final TextForm<ByteSize> SIZE =
      new TextForm<>("a size such as 512 KiB, 20 MiB or 2 GiB", TextForm::size);

  static final TextForm<String> HOST =
      new TextForm<>("a host name or address", text -> matching("[A-Za-z0-9.:%_-]{1,253}", text));

  /** Without user and password, which have keys of their own. */
  static final TextForm<String> POSTGRESQL_URL =
      new TextForm<>(
          "jdbc:postgresql://host:port/database without user and password; or nothing",
          text ->
              matching(
                  "|jdbc:postgresql://[A-Za-z0-9.:,%\\[\\]_-]+/(?!.*[?&](user|password)=)\\S+",
                  text));

  static final TextForm<String> WEB_ADDRESS =
      new TextForm<>(
          "http://host:port or https://host:port; or nothing",
          text -> matching("|https?://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:]+\\])(:\\d{1,5})?", text));

  static final TextForm<Optional<URI>> ENDPOINT =
      new TextForm<>(
          "an https address, or an http address of this machine; or nothing", TextForm::endpoint);

  static final TextForm<Optional<LocalTime>> TIME_OF_DAY =
      new TextForm<>("a time of day such as 07:30; or nothing", TextForm::timeOfDay);

  static final TextForm<ZoneId> ZONE =
      new TextForm<>("a time zone such as Europe/Berlin", TextForm::zone);

  static final TextForm<List<String>> MAILBOXES =
      new TextForm<>("mail addresses parted by commas; or nothing", TextForm::mailboxes);

  static TextForm<Integer> count(int lowest, int highest) {
    return new TextForm<>(
        "a number from " + lowest + " to " + highest, text -> within(lowest, highest, text));
  }

  /** The constants of an enum, in lower case with hyphens. */
  static <E extends Enum<E>> TextForm<E> oneOf(Class<E> type) {
    String names =
        String.join(" or ", Arrays.stream(type.getEnumConstants()).map(TextForm::code).toList());
    return new TextForm<>(
        names,
        text ->
            Arrays.stream(type.getEnumConstants())
                .filter(constant -> code(constant).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new));
  }

  /** Whether {@code host} reaches this machine only. */
  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  private static Optional<URI> endpoint(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    URI address = URI.create(matching("https?://[^\\s@]+", text));
    if (address.getHost() == null
        || (address.getScheme().equals("http") && !isLoopback(address.getHost()))) {
      throw new IllegalArgumentException();
    }
    return Optional.of(address);
  }

  private static Optional<LocalTime> timeOfDay(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalTime.parse(text));
    } catch (DateTimeException wrong) {
      throw new IllegalArgumentException(wrong);
    }
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException unknown) {
      throw new IllegalArgumentException(unknown);
    }
  }

  private static List<String> mailboxes(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",", -1))
            .map(one -> matching("[^\\s@,<>]+@[A-Za-z0-9.-]+", one.strip()))
            .toList();
  }

  private static String code(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String matching(String pattern, String text) {
    if (!text.matches(pattern)) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static int within(int lowest, int highest, String text) {
    int number = Integer.parseInt(text);
    if (number < lowest || number > highest) {
      throw new IllegalArgumentException();
    }
    return number;
  }

  private static Path folder(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException();
    }
    String home = System.getProperty("user.home");
    String absolute = text.equals("~") || text.startsWith("~/") ? home + text.substring(1) : text;
    try {
      return Path.of(absolute).toAbsolutePath().normalize();
    } catch (InvalidPathException notAPath) {
      throw new IllegalArgumentException(notAPath);
    }
  }

  private static Duration duration(String text) {
    Matcher amount = AMOUNT.matcher(text);
    Duration unit = amount.matches() ? TIME_UNITS.get(amount.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException();
    }
    try {
      return unit.multipliedBy(Long.parseLong(amount.group(1)));
    } catch (ArithmeticException tooLong) {
      throw new IllegalArgumentException(tooLong);
    }
  }

  private static ByteSize size(String text) {
    Matcher amount = AMOUNT.matcher(text);
    Long unit = amount.matches() ? SIZE_UNITS.get(amount.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException();
    }
    try {
      return new ByteSize(Math.multiplyExact(unit, Long.parseLong(amount.group(1))));
    } catch (ArithmeticException tooLarge) {
      throw new IllegalArgumentException(tooLarge);
    }
  }
}
