package health.carryover.ingest.device;

import health.carryover.analysis.port.DeviceCredentials;
import health.carryover.analysis.port.DeviceCredentials.DeviceCredential;
import health.carryover.analysis.port.DeviceDesk;
import health.carryover.analysis.port.Enrolments;
import health.carryover.ingest.clock.DeviceClocks;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Codes of ten letters and digits, good for one device and a quarter of an hour: 49 bits, against
 * at most 300 attempts in a minute. Kept in memory: a restart ends them. A device whose secret
 * counts is never given away by a code. Any thread.
 */
public final class EnrolmentDesk implements DeviceDesk {
  private static final String ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
  private static final int LENGTH = 10;
  private static final int MOST_CODES = 1_000;
  private static final int ATTEMPTS_FROM_ONE_PLACE = 10;
  private static final int ATTEMPTS_FROM_EVERYWHERE = 300;
  private static final Duration ATTEMPTS_PER = Duration.ofMinutes(1);

  /** How long a code counts. */
  public static final Duration LIFETIME = Duration.ofMinutes(15);

  private final DeviceDoor door;
  private final DeviceCredentials credentials;
  private final Enrolments enrolments;
  private final DeviceClocks clocks;
  private final Supplier<BrokerPlace> broker;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Promise> codes = new LinkedHashMap<>();
  private final Attempts attempts =
      new Attempts(ATTEMPTS_FROM_ONE_PLACE, ATTEMPTS_FROM_EVERYWHERE, ATTEMPTS_PER);

  private record Promise(String clinic, String patient, Instant endsAt) {}

  public EnrolmentDesk(
      DeviceDoor door,
      DeviceCredentials credentials,
      Enrolments enrolments,
      DeviceClocks clocks,
      Supplier<BrokerPlace> broker,
      InstantSource clock) {
    this.door = door;
    this.credentials = credentials;
    this.enrolments = enrolments;
    this.clocks = clocks;
    this.broker = broker;
    this.clock = clock;
  }

  @Override
  public synchronized Optional<Code> code(String clinic, String patient) {
    Instant now = clock.instant();
    codes.values().removeIf(promise -> !now.isBefore(promise.endsAt()));
    if (codes.size() >= MOST_CODES) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    Instant endsAt = now.plus(LIFETIME);
    codes.put(text.toString(), new Promise(clinic, patient, endsAt));
    return Optional.of(new Code(text.toString(), endsAt));
  }

  /** Codes for {@code patient} count no more. */
  public synchronized void forget(String patient) {
    codes.values().removeIf(promise -> promise.patient().equals(patient));
  }

  @Override
  public synchronized Claim claim(String code, String device, String from) {
    Instant now = clock.instant();
    if (!attempts.take(from, now)) {
      return new Claim.Refused(Reason.TOO_MANY);
    }
    String key = code.toUpperCase(Locale.ROOT).replace("-", "").replace(" ", "");
    Promise promise = codes.get(key);
    if (promise == null || !now.isBefore(promise.endsAt())) {
      return new Claim.Refused(Reason.CODE_UNKNOWN);
    }
    if (taken(promise, device, now)) {
      return new Claim.Refused(Reason.DEVICE_TAKEN);
    }
    // In this order: what fails in between can be done again with the same code.
    enrolments.enrol(promise.clinic(), device, promise.patient(), now);
    Optional<String> secret = door.issue(promise.clinic(), device, now);
    if (secret.isEmpty()) {
      return new Claim.Refused(Reason.DEVICE_TAKEN);
    }
    codes.remove(key);
    return new Claim.Granted(promise.clinic(), device, secret.get());
  }

  private boolean taken(Promise promise, String device, Instant now) {
    Optional<DeviceCredential> held = credentials.find(device);
    if (held.isPresent()) {
      return held.get().counts() || !held.get().clinic().equals(promise.clinic());
    }
    return enrolments
        .patientOf(promise.clinic(), device, now)
        .filter(patient -> !patient.equals(promise.patient()))
        .isPresent();
  }

  @Override
  public List<Device> devices(String clinic) {
    Instant now = clock.instant();
    return credentials.ofClinic(clinic).stream()
        .map(
            held ->
                new Device(
                    held.device(),
                    enrolments.patientOf(clinic, held.device(), now).orElse(null),
                    held.issuedAt(),
                    held.revokedAt(),
                    clocks.of(clinic, held.device()).shift().orElse(Duration.ZERO)))
        .toList();
  }

  @Override
  public boolean revoke(String clinic, String device) {
    boolean known =
        credentials.find(device).filter(held -> held.clinic().equals(clinic)).isPresent();
    if (known) {
      door.revoke(clinic, device, clock.instant());
    }
    return known;
  }

  @Override
  public BrokerPlace broker() {
    return broker.get();
  }
}
