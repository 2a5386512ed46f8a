import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** What mvnw needs where neither curl nor wget, or no SHA-512 tool, is installed. Run as a single source file. */
final class Fetch {

  public static void main(String... arguments) throws Exception {
    switch (arguments[0]) {
      case "get" -> get(URI.create(arguments[1]), Path.of(arguments[2]));
      case "sha512" -> System.out.println(sha512(Path.of(arguments[1])));
      default -> throw new IllegalArgumentException("get URL FILE | sha512 FILE");
    }
  }

  private static void get(URI address, Path file) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    int status = client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofFile(file)).statusCode();
    if (status != 200) {
      System.err.println("HTTP status " + status);
      System.exit(1);
    }
  }

  private static String sha512(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-512");
    try (InputStream in = Files.newInputStream(file)) {
      byte[] block = new byte[1 << 16];
      for (int length = in.read(block); length >= 0; length = in.read(block)) {
        digest.update(block, 0, length);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
