package health.carryover.deploy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files serve as certificate and key, and what is said of those that do not. */
class IdentityTest {
  @TempDir static Path shared;
  private static TestCertificates made;

  @TempDir Path folder;
  private final Instant now = Instant.now();

  @BeforeAll
  static void make() throws Exception {
    made = TestCertificates.in(shared).server("one").server("two");
  }

  @Test
  void pemFilesAndAKeystoreGiveTheSameCertificate() throws Exception {
    Identity pem = Identity.ofPem(made.certificate("one"), made.key("one"), now);
    Identity keystore = Identity.ofKeystore(made.keystore("one"), TestCertificates.PASSWORD, now);
    assertThat(pem.certificate()).isEqualTo(keystore.certificate());
    assertThat(pem.endsAt()).isAfter(now);
    assertThat(pem.keyManager().getCertificateChain("own")).hasSize(2);
    assertThat(pem.toString()).isEqualTo("Identity[]");
  }

  @Test
  void certificateAndKeyMayBeOneFile() throws Exception {
    Path both = folder.resolve("both.pem");
    Files.writeString(
        both, Files.readString(made.key("one")) + "\n" + Files.readString(made.certificate("one")));
    assertThat(Identity.ofPem(both, both, now).endsAt()).isAfter(now);
  }

  @Test
  void whatCannotBeUsedIsNamedInOneLineThatSaysWhatIsRight() throws Exception {
    Path certificate = made.certificate("one");
    Path key = made.key("one");
    Path text = Files.writeString(folder.resolve("text.pem"), "nothing of use");
    Path damaged =
        Files.writeString(
            folder.resolve("damaged.pem"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    Path old =
        Files.writeString(
            folder.resolve("old.pem"),
            "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
    Path locked =
        Files.writeString(
            folder.resolve("locked.pem"),
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");

    refused(folder.resolve("absent.pem"), key, "cannot be read: it must exist");
    refused(text, key, "holds no certificate");
    refused(damaged, key, "certificate that cannot be read");
    refused(certificate, text, "holds no private key");
    refused(certificate, old, "openssl pkcs8 -topk8");
    refused(certificate, locked, "encrypted key: decrypt it");
    refused(certificate, made.key("two"), "do not belong together");
    refused(certificate, certificate, "holds no private key");
    assertThatThrownBy(() -> Identity.ofKeystore(made.keystore("one"), "wrong", now))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("does not open with the password")
        .hasMessageNotContaining("wrong");
    assertThatThrownBy(() -> Identity.ofKeystore(text, "any", now))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("PKCS12");
    assertThatThrownBy(() -> Authorities.ofPem(key))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("holds no certificate");
  }

  private static void refused(Path certificate, Path key, String words) {
    assertThatThrownBy(() -> Identity.ofPem(certificate, key, Instant.now()))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aCertificateOutsideItsTimeIsRefused() throws Exception {
    assertThatThrownBy(
            () ->
                Identity.ofPem(
                    made.certificate("one"), made.key("one"), now.plus(Duration.ofDays(400))))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("expired at");
    assertThatThrownBy(
            () ->
                Identity.ofPem(
                    made.certificate("one"), made.key("one"), now.minus(Duration.ofDays(1))))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("valid only from");
  }

  @Test
  void keysThatOpensslMakesAreRead() throws Exception {
    for (String kind : new String[] {"RSA", "ED25519"}) {
      Path key = folder.resolve(kind + "-key.pem");
      Path certificate = folder.resolve(kind + ".pem");
      Process openssl;
      try {
        openssl =
            new ProcessBuilder(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    kind.equals("RSA") ? "rsa:2048" : kind,
                    "-nodes",
                    "-keyout",
                    key.toString(),
                    "-out",
                    certificate.toString(),
                    "-subj",
                    "/CN=localhost")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
      } catch (java.io.IOException absent) {
        System.out.println("NOT RUN: there is no openssl to make keys with");
        return;
      }
      assertThat(openssl.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(Identity.ofPem(certificate, key, Instant.now().plusSeconds(1)).endsAt())
          .as(kind)
          .isAfter(now);
    }
  }
}
