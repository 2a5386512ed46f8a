package health.carryover.ingest.device;

import health.carryover.analysis.port.DeviceCredentials;
import health.carryover.analysis.port.DeviceCredentials.DeviceCredential;
import health.carryover.ingest.topic.Ids;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Gives devices their secrets, takes them back, and knows a device by its secret. What was verified
 * is remembered under a key of this process, so that a reconnect costs no hashing; a revocation
 * empties that memory and reaches whoever listens before {@link #revoke} returns. Wrong secrets are
 * limited for each device and each address they come from; a secret that was verified before always
 * passes, so that nobody can lock a device out by guessing. Any thread.
 */
public final class DeviceDoor {
  private static final int MOST_REMEMBERED = 20_000;
  private static final int LONGEST_SECRET = 256;
  private static final int KEY_BYTES = 32;
  private static final String MAC = "HmacSHA256";

  private final DeviceCredentials credentials;
  private final InstantSource clock;
  private final DeviceSecret secrets = new DeviceSecret();
  private final WrongSecrets wrong = new WrongSecrets();

  /** Verified in place of a hash that is not there, so that the answer takes as long. */
  private final String nobodysHash = secrets.hash(secrets.create());

  private final SecretKeySpec key;
  private final Map<String, byte[]> verified = new LinkedHashMap<>();
  private final Map<String, String> clinics = new LinkedHashMap<>();
  private final Set<String> strangers = new HashSet<>();
  private long changes;
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  /** What became of an attempt to come in. */
  public enum Answer {
    ADMITTED,
    /** No such device, its credential ended, or the secret is another; which is not told. */
    REFUSED,
    /** It was not looked at; a later attempt may succeed. */
    TOO_MANY
  }

  /**
   * @param clock for the limit on wrong secrets
   */
  public DeviceDoor(DeviceCredentials credentials, InstantSource clock) {
    this.credentials = credentials;
    this.clock = clock;
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    this.key = new SecretKeySpec(bytes, MAC);
  }

  /** Hears the id of every device whose credential ended or was replaced. */
  public void addListener(Consumer<String> revoked) {
    listeners.add(revoked);
  }

  /**
   * Gives a device a new secret; an earlier one ends.
   *
   * @return the secret, which cannot be had a second time; empty if the id belongs to another
   *     clinic
   */
  public Optional<String> issue(String clinic, String device, Instant at) {
    if (!Ids.isPseudonym(clinic) || !Ids.isDevice(device)) {
      throw new IllegalArgumentException("an id that is none");
    }
    String secret = secrets.create();
    boolean stored =
        credentials.put(
            new DeviceCredential(
                device, clinic, secrets.hash(secret), at.truncatedTo(ChronoUnit.MILLIS), null));
    if (!stored) {
      return Optional.empty();
    }
    ended(device);
    return Optional.of(secret);
  }

  /** Ends the device's credential; it is out when this returns. */
  public void revoke(String clinic, String device, Instant at) {
    credentials.revoke(clinic, device, at);
    ended(device);
  }

  /** As after a revocation, of a device whose credential is not stored any more. */
  public void forget(String device) {
    ended(device);
  }

  /** What is remembered of all is looked up anew: another service may have changed it. */
  public synchronized void forgetMemory() {
    verified.clear();
    clinics.clear();
    strangers.clear();
    changes++;
  }

  private void ended(String device) {
    synchronized (this) {
      verified.remove(device);
      clinics.remove(device);
      strangers.clear();
      changes++;
    }
    listeners.forEach(listener -> listener.accept(device));
  }

  /**
   * Whether {@code secret} lets {@code device} in. Throws what the store throws.
   *
   * @param from where the attempt comes from, for the limit on wrong secrets
   */
  public Answer ask(String device, String secret, String from) {
    if (!Ids.isDevice(device) || secret.isEmpty() || secret.length() > LONGEST_SECRET) {
      return Answer.REFUSED;
    }
    byte[] mark = mark(device, secret);
    synchronized (this) {
      byte[] known = verified.get(device);
      if (known != null && MessageDigest.isEqual(known, mark)) {
        return Answer.ADMITTED;
      }
    }
    if (!wrong.take(device, from, clock.instant())) {
      return Answer.TOO_MANY;
    }
    if (!isRight(device, secret, mark)) {
      return Answer.REFUSED;
    }
    wrong.giveBack(device, from);
    return Answer.ADMITTED;
  }

  private boolean isRight(String device, String secret, byte[] mark) {
    DeviceCredential held = credentials.find(device).filter(DeviceCredential::counts).orElse(null);
    boolean right = DeviceSecret.matches(secret, held == null ? nobodysHash : held.secretHash());
    if (held == null || !right) {
      return false;
    }
    synchronized (this) {
      // It may have ended while it was verified.
      if (!held.equals(credentials.find(device).orElse(null))) {
        return false;
      }
      remember(device, mark, held.clinic());
    }
    return true;
  }

  private void remember(String device, byte[] mark, String clinic) {
    if (verified.size() >= MOST_REMEMBERED) {
      String oldest = verified.keySet().iterator().next();
      verified.remove(oldest);
      clinics.remove(oldest);
    }
    verified.put(device, mark);
    clinics.put(device, clinic);
  }

  /** The clinic whose topics {@code device} uses while its credential counts, or empty. */
  public Optional<String> clinicOf(String device) {
    synchronized (this) {
      String known = clinics.get(device);
      if (known != null) {
        return Optional.of(known);
      }
    }
    return credentials.find(device).filter(DeviceCredential::counts).map(DeviceCredential::clinic);
  }

  /**
   * Whether {@code device} has, or had, a credential. Who has none is remembered until somebody is
   * given one: the broker asks with every message, and must not wait for the store each time.
   */
  public boolean knows(@Nullable String device) {
    if (device == null) {
      return false;
    }
    long before;
    synchronized (this) {
      if (clinics.containsKey(device)) {
        return true;
      }
      if (strangers.contains(device)) {
        return false;
      }
      before = changes;
    }
    boolean known = credentials.find(device).isPresent();
    synchronized (this) {
      // A credential that was given while the store was asked may not be in its answer.
      if (!known && before == changes) {
        if (strangers.size() >= MOST_REMEMBERED) {
          strangers.clear();
        }
        strangers.add(device);
      }
    }
    return known;
  }

  private byte[] mark(String device, String secret) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      mac.update(device.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(secret.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + MAC, e);
    }
  }
}
