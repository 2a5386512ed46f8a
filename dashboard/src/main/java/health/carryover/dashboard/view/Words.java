package health.carryover.dashboard.view;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The words of one language, from {@code words_xx.properties}: the only place for them, for what is
 * written here and for the scripts. A key that is missing is a fault of the program. Immutable.
 */
public final class Words {
  private static final Map<Language, Words> ALL = new EnumMap<>(Language.class);

  static {
    for (Language language : Language.values()) {
      ALL.put(language, new Words(language));
    }
  }

  private final SortedMap<String, String> words = new TreeMap<>();

  private Words(Language language) {
    String name = "words_" + language.code() + ".properties";
    Properties read = new Properties();
    try (InputStream in = Words.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the class path: " + name);
      }
      read.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    read.forEach((key, value) -> words.put((String) key, (String) value));
  }

  /** The words of {@code language}. */
  public static Words of(Language language) {
    Words words = ALL.get(language);
    if (words == null) {
      throw new IllegalStateException("no words");
    }
    return words;
  }

  /** The words under {@code key}, {@code {0}} and so on replaced by {@code values}. */
  String say(String key, Object... values) {
    String text = words.get(key);
    if (text == null) {
      throw new IllegalStateException("no words for " + key);
    }
    for (int i = 0; i < values.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(values[i]));
    }
    return text;
  }

  /** The words for one or many: {@code key.one} or {@code key.many}. */
  String count(String key, long count, Object... more) {
    Object[] values = new Object[more.length + 1];
    values[0] = count;
    System.arraycopy(more, 0, values, 1, more.length);
    return say(key + (count == 1 ? ".one" : ".many"), values);
  }

  /** The words for a code that data brought; a code nobody translated yet is shown as it is. */
  String code(String table, Object code) {
    String text = words.get(table + "." + code);
    return text == null ? String.valueOf(code).replace('-', ' ') : text;
  }

  /** All of them. */
  public SortedMap<String, String> all() {
    return new TreeMap<>(words);
  }
}
