package health.carryover.analysis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;

/**
 * Golden tables under {@code golden/}: one vector per line, {@code id;metric;inputs;expected;
 * tolerance;citation}. Inputs and expected values are separated by blanks; {@code -} is an absent
 * value. Lines that start with {@code #} are comments.
 */
public record Golden(
    String id,
    String metric,
    String[] inputs,
    String[] expected,
    double tolerance,
    String citation) {

  public static List<Golden> table(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no golden table " + name);
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      List<Golden> rows = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] cells = line.split(";", -1);
          if (cells.length != 6 || cells[5].isBlank()) {
            throw new IllegalStateException("a golden row needs six cells: " + line);
          }
          rows.add(
              new Golden(
                  cells[0].strip(),
                  cells[1].strip(),
                  cells[2].strip().split("\\s+"),
                  cells[3].strip().split("\\s+"),
                  Double.parseDouble(cells[4].strip()),
                  cells[5].strip()));
        }
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public double in(int i) {
    return Double.parseDouble(inputs[i]);
  }

  /** An input that may be absent. */
  public Double inOrNull(int i) {
    return inputs[i].equals("-") ? null : Double.valueOf(inputs[i]);
  }

  public double[] allInputs() {
    return Arrays.stream(inputs).mapToDouble(Double::parseDouble).toArray();
  }

  /** Compares position by position; text must be equal, numbers within the tolerance. */
  public void check(Object... actual) {
    Assertions.assertThat(actual).as(toString()).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      String as = toString() + " value " + i;
      if (expected[i].equals("-")) {
        Assertions.assertThat(actual[i]).as(as).isNull();
      } else if (actual[i] instanceof Number number) {
        Assertions.assertThat(number.doubleValue())
            .as(as)
            .isCloseTo(Double.parseDouble(expected[i]), Offset.offset(tolerance));
      } else {
        Assertions.assertThat(String.valueOf(actual[i])).as(as).isEqualTo(expected[i]);
      }
    }
  }

  @Override
  public String toString() {
    return id + " " + metric + " [" + citation + "]";
  }
}
