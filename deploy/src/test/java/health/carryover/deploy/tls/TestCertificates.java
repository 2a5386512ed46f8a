package health.carryover.deploy.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Keys and certificates made by the JDK's keytool for one test. */
public final class TestCertificates {
  /** Of every keystore made here. */
  public static final String PASSWORD = "changeit-in-tests";

  private final Path folder;
  private final Path keystore;

  private TestCertificates(Path folder) {
    this.folder = folder;
    this.keystore = folder.resolve("all.p12");
  }

  /** A folder with an authority of its own. */
  public static TestCertificates in(Path folder) throws Exception {
    TestCertificates made = new TestCertificates(Files.createDirectories(folder));
    made.keytool("authority", "CN=Test Authority", "-ext", "bc:c=ca:true", "-validity", "30");
    return made;
  }

  /** The authority's certificate as PEM. */
  public Path authority() throws Exception {
    return pem("authority", "CERTIFICATE", certificates("authority"));
  }

  /** A server's certificate for localhost and 127.0.0.1. */
  public TestCertificates server(String name) throws Exception {
    return server(name, "san=dns:localhost,ip:127.0.0.1");
  }

  /** A server's certificate for other names. */
  public TestCertificates server(String name, String names) throws Exception {
    keytool(name, "CN=" + name, "-signer", "authority", "-validity", "30", "-ext", names);
    return this;
  }

  /** A device's certificate. */
  public TestCertificates device(String id) throws Exception {
    keytool(id, "CN=" + id + ",O=Clinic", "-signer", "authority", "-validity", "30");
    return this;
  }

  /** A device's certificate whose time is over. */
  public TestCertificates expiredDevice(String alias, String id) throws Exception {
    keytool(alias, "CN=" + id, "-signer", "authority", "-startdate", "-9d", "-validity", "3");
    return this;
  }

  /** What a client shows that trusts the authority of this folder. */
  public SSLContext client(String name) throws Exception {
    return Tls.context(
        Identity.ofPem(certificate(name), key(name), Instant.now()),
        Authorities.ofPem(authority()));
  }

  /** A client that shows what the product would refuse to show, and trusts {@code other}. */
  public SSLContext unchecked(String name, TestCertificates other) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    KeyStore one = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keystore(name))) {
      one.load(in, PASSWORD.toCharArray());
    }
    keys.init(one, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), Authorities.ofPem(other.authority()).managers(), null);
    return context;
  }

  /** A client that shows nothing and trusts the authority of this folder. */
  public SSLContext client() throws Exception {
    return Tls.context(null, Authorities.ofPem(authority()));
  }

  /** A certificate with those above it, as PEM. */
  public Path certificate(String name) throws Exception {
    return pem(name, "CERTIFICATE", certificates(name));
  }

  /** A key as PEM. */
  public Path key(String name) throws Exception {
    Key key = store().getKey(name, PASSWORD.toCharArray());
    return pem(name + "-key", "PRIVATE KEY", List.of(key.getEncoded()));
  }

  /** One key with its certificate as a PKCS12 keystore of its own. */
  public Path keystore(String name) throws Exception {
    KeyStore one = KeyStore.getInstance("PKCS12");
    one.load(null, null);
    one.setKeyEntry(
        name,
        store().getKey(name, PASSWORD.toCharArray()),
        PASSWORD.toCharArray(),
        store().getCertificateChain(name));
    Path file = folder.resolve(name + ".p12");
    try (var out = Files.newOutputStream(file)) {
      one.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  private List<byte[]> certificates(String name) throws Exception {
    List<byte[]> encoded = new ArrayList<>();
    for (Certificate certificate : store().getCertificateChain(name)) {
      encoded.add(certificate.getEncoded());
    }
    return encoded;
  }

  private Path pem(String name, String label, List<byte[]> blocks) throws IOException {
    StringBuilder text = new StringBuilder("made for a test\n");
    for (byte[] block : blocks) {
      text.append("-----BEGIN ").append(label).append("-----\n");
      text.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(block));
      text.append("\n-----END ").append(label).append("-----\n");
    }
    return Files.writeString(folder.resolve(name + ".pem"), text);
  }

  private KeyStore store() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keystore)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private void keytool(String alias, String subject, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                keystore.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-alias",
                alias,
                "-dname",
                subject));
    command.addAll(Arrays.asList(more));
    Path output = folder.resolve("keytool.log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("keytool: " + Files.readString(output));
    }
  }
}
