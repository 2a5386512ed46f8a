package health.carryover.deploy.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A snippet that a document shows between fences.
 *
 * @param document from the root of the checkout
 * @param language what it says it is; empty: nothing
 * @param number from 1 among those of its language in the document
 */
record Fence(String document, String language, int number, String text) {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern FENCE = Pattern.compile("(?ms)^([ ]*)```(\\w*)\n(.*?)^[ ]*```[ ]*$");

  /** How the list of what is run and checked calls it. */
  String name() {
    return document + " " + language + " " + number;
  }

  static List<Fence> all() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    List<Fence> fences = new ArrayList<>();
    for (Path document : documents) {
      Map<String, Integer> numbers = new LinkedHashMap<>();
      Matcher fence = FENCE.matcher(Files.readString(document));
      while (fence.find()) {
        fences.add(
            new Fence(
                ROOT.relativize(document).toString(),
                fence.group(2),
                numbers.merge(fence.group(2), 1, Integer::sum),
                fence.group(3).indent(-fence.group(1).length())));
      }
    }
    return fences;
  }

  /** The one of that name. */
  static Fence of(String name) throws IOException {
    List<Fence> found = all().stream().filter(fence -> fence.name().equals(name)).toList();
    assertThat(found).as(name).hasSize(1);
    return found.get(0);
  }

  /** Its commands, one a line, without what is said about them. */
  List<String> commands() {
    return text.replaceAll("\\\\\n\\s*", "")
        .lines()
        .map(line -> line.replaceFirst("(^|\\s)#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
