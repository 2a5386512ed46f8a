package health.carryover.deploy.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The labelled blocks of a PEM file (RFC 7468). */
record PemFile(Path path, List<Block> blocks) {
  private static final long LARGEST_BYTES = 1 << 20;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  private static final List<String> KEY_KINDS = List.of("RSA", "EC", "Ed25519", "Ed448");

  /**
   * @param label what stands after BEGIN
   */
  record Block(String label, byte[] bytes) {
    /** Without the bytes, which may be a key. */
    @Override
    public String toString() {
      return label;
    }
  }

  static PemFile read(Path path) throws UnusableKeyException {
    String text;
    try {
      if (Files.size(path) > LARGEST_BYTES) {
        throw new UnusableKeyException(path, "is no PEM file: it is larger than 1 MiB");
      }
      text = Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      throw new UnusableKeyException(
          path, "cannot be read: it must exist and be readable by the user of the service");
    }
    List<Block> blocks = new ArrayList<>();
    Matcher found = BLOCK.matcher(text);
    while (found.find()) {
      try {
        blocks.add(new Block(found.group(1), Base64.getMimeDecoder().decode(found.group(2))));
      } catch (IllegalArgumentException damaged) {
        throw new UnusableKeyException(path, "is damaged: its " + found.group(1) + " is no Base64");
      }
    }
    return new PemFile(path, List.copyOf(blocks));
  }

  /** All certificates in the order of the file, at least one. */
  List<X509Certificate> certificates() throws UnusableKeyException {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Block block : blocks) {
        if (block.label().equals("CERTIFICATE")) {
          certificates.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
        }
      }
    } catch (CertificateException damaged) {
      throw new UnusableKeyException(path, "holds a certificate that cannot be read");
    }
    if (certificates.isEmpty()) {
      throw new UnusableKeyException(
          path, "holds no certificate: a PEM file with -----BEGIN CERTIFICATE----- is right");
    }
    return List.copyOf(certificates);
  }

  /** The one private key. */
  PrivateKey privateKey() throws UnusableKeyException {
    for (Block block : blocks) {
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return privateKey(block);
        }
        case "ENCRYPTED PRIVATE KEY" ->
            throw new UnusableKeyException(
                path,
                "holds an encrypted key: decrypt it with openssl pkcs8 -in KEY -out KEY.pem, or use"
                    + " a PKCS12 keystore");
        case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
            throw new UnusableKeyException(
                path,
                "holds a key in an older form: convert it with openssl pkcs8 -topk8 -nocrypt -in"
                    + " KEY -out KEY.pem");
        default -> {}
      }
    }
    throw new UnusableKeyException(
        path, "holds no private key: a PEM file with -----BEGIN PRIVATE KEY----- is right");
  }

  private PrivateKey privateKey(Block block) throws UnusableKeyException {
    for (String kind : KEY_KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(block.bytes()));
      } catch (InvalidKeySpecException another) {
        // A key of another kind.
      } catch (GeneralSecurityException absent) {
        throw new IllegalStateException("every Java platform has " + kind, absent);
      }
    }
    throw new UnusableKeyException(
        path, "holds a private key that cannot be read: RSA, EC, Ed25519 and Ed448 are right");
  }
}
