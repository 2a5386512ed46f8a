package health.carryover.deploy.documents;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.deploy.config.SettingsTable;
import health.carryover.deploy.log.LogCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The parts of the documents that are made from code. Run with {@code -Dcarryover.documents=write}
 * to write them anew.
 */
class GeneratedDocumentsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final String BEGIN = "<!-- generated from the code: begin -->\n";
  private static final String END = "<!-- generated from the code: end -->";

  @Test
  void configurationNamesEveryKey() throws IOException {
    section("docs/configuration.md", SettingsTable.markdown());
  }

  @Test
  void logsNameEveryCode() throws IOException {
    section("docs/logs.md", LogCode.markdown());
  }

  @Test
  void theExampleShowsEveryKey() throws IOException {
    whole("deploy/carryover.properties.example", SettingsTable.example());
  }

  private static void section(String document, String expected) throws IOException {
    String text = Files.readString(ROOT.resolve(document));
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    assertThat(end).as("marks in %s", document).isGreaterThanOrEqualTo(begin);
    whole(document, text.substring(0, begin) + expected + text.substring(end));
  }

  private static void whole(String document, String expected) throws IOException {
    Path file = ROOT.resolve(document);
    if ("write".equals(System.getProperty("carryover.documents"))) {
      Files.writeString(file, expected);
    }
    assertThat(file).as("written anew with -Dcarryover.documents=write").hasContent(expected);
  }
}
