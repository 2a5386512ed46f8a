package health.carryover.deploy.documents;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.outcome.AlertChange;
import health.carryover.deploy.command.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the documents show is there: commands are understood, files and links exist, and nothing
 * that can happen is without its section. Commands of the README are run by {@link ReadmeTest},
 * those of operations by the tests of what is shipped.
 */
class DocumentsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Pattern INLINE = Pattern.compile("`deploy/carryover ([a-z-]+)[^`]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

  /** Programs of others; what is asked of them is for the reader to look up. */
  private static final Set<String> OTHERS =
      Set.of(
          "docker",
          "kubectl",
          "gpg",
          "sha256sum",
          "curl",
          "cd",
          "cp",
          "mkdir",
          "useradd",
          "systemctl",
          "promtool",
          "openssl");

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents;
  }

  @Test
  void everyCommandIsUnderstood() throws Exception {
    int commands = 0;
    for (Path document : documents()) {
      Matcher block = BLOCK.matcher(Files.readString(document));
      while (block.find()) {
        for (String line : block.group(1).replace("\\\n", " ").lines().toList()) {
          String command = line.replaceFirst("(^|\\s)#.*", "").strip();
          if (!command.isEmpty()) {
            understood(document, command);
            commands++;
          }
        }
      }
    }
    assertThat(commands).isGreaterThan(30);
  }

  private static void understood(Path document, String command) {
    List<String> words = words(command);
    String program = words.get(0).replaceFirst("^(deploy|bin)/", "");
    if (program.equals("carryover")) {
      if (!words.subList(1, words.size()).equals(List.of("archive"))) {
        assertThat(CommandRun.complaint(words.subList(1, words.size())))
            .as("%s: %s", document.getFileName(), command)
            .isEmpty();
      }
    } else if (program.startsWith("./") || program.startsWith(".ci/")) {
      assertThat(
              Stream.of("", "deploy/packaging/compose")
                  .map(folder -> ROOT.resolve(folder).resolve(program)))
          .as("%s: %s", document.getFileName(), command)
          .anyMatch(Files::isExecutable);
    } else {
      assertThat(OTHERS).as("%s: %s", document.getFileName(), command).contains(program);
    }
  }

  @Test
  void everyCommandInASentenceExists() throws Exception {
    for (Path document : documents()) {
      Matcher named = INLINE.matcher(Files.readString(document));
      while (named.find()) {
        assertThat(CommandRun.complaint(List.of(named.group(1), "--help")))
            .as("%s: %s", document.getFileName(), named.group())
            .isEmpty();
      }
    }
  }

  @Test
  void everyLinkLeadsSomewhere() throws Exception {
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        String target = link.group(1).replaceFirst("#.*", "");
        if (!target.isEmpty() && !target.contains(":")) {
          assertThat(document.getParent().resolve(target))
              .as("%s: %s", document.getFileName(), link.group())
              .exists();
        }
      }
    }
  }

  @Test
  void theRunbookHasASectionForEveryRule() throws Exception {
    Set<String> expected = new TreeSet<>();
    Matcher rule =
        Pattern.compile("- alert: (\\w+)")
            .matcher(
                Files.readString(ROOT.resolve("deploy/packaging/prometheus/carryover-rules.yml")));
    while (rule.find()) {
      expected.add(rule.group(1));
    }
    Set<String> sections = new TreeSet<>();
    String runbook =
        Files.readString(ROOT.resolve("docs/operations.md")).split("\n## Runbook\n")[1];
    Matcher section = Pattern.compile("(?m)^### (Carryover\\w+)$").matcher(runbook);
    while (section.find()) {
      sections.add(section.group(1));
    }
    assertThat(sections).isEqualTo(expected);
  }

  @Test
  void cliniciansReadWhatEveryAlertMeans() throws Exception {
    String text = Files.readString(ROOT.resolve("docs/clinicians.md"));
    for (AlertChange.Kind kind : AlertChange.Kind.values()) {
      assertThat(text).contains("\n| `" + kind.code() + "` |");
    }
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      words.add(
          word.group(1) != null
              ? word.group(1)
              : word.group(2) != null ? word.group(2) : word.group(3));
    }
    return words;
  }
}
