package health.carryover.analysis.port;

import java.util.Locale;
import java.util.Optional;

/** What a program with a token of its own may do. */
public enum Scope {
  PATIENTS_READ,
  PATIENTS_WRITE,
  ALERTS_READ,
  ALERTS_WRITE,
  DEVICES_READ,
  DEVICES_WRITE,
  /** What arrived and could not be used. */
  INGEST_READ,
  /** Deciding what becomes of that. */
  INGEST_WRITE;

  /** The name for machines: {@code patients:read}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', ':');
  }

  /** The scope of that name, or empty. */
  public static Optional<Scope> ofCode(String code) {
    for (Scope scope : values()) {
      if (scope.code().equals(code)) {
        return Optional.of(scope);
      }
    }
    return Optional.empty();
  }
}
