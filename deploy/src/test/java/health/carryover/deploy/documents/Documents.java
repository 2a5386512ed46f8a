package health.carryover.deploy.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Documents that hold what is made from code, which tests hold them to. */
public final class Documents {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final String BEGIN = "<!-- generated from the code: begin -->\n";
  private static final String END = "<!-- generated from the code: end -->";

  private Documents() {}

  /** What stands between the marks of {@code document} is {@code expected}. */
  public static void section(String document, String expected) throws IOException {
    String text = Files.readString(ROOT.resolve(document));
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    assertThat(end).as("marks in %s", document).isGreaterThanOrEqualTo(begin);
    whole(document, text.substring(0, begin) + expected + text.substring(end));
  }

  /** All of {@code document} is {@code expected}. */
  static void whole(String document, String expected) throws IOException {
    Path file = ROOT.resolve(document);
    if ("write".equals(System.getProperty("carryover.documents"))) {
      Files.writeString(file, expected);
    }
    assertThat(file).as("written anew with -Dcarryover.documents=write").hasContent(expected);
  }
}
