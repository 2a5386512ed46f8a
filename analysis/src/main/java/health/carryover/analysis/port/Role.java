package health.carryover.analysis.port;

import java.util.Locale;
import java.util.Optional;

/** What a person is trusted with. Which calls that opens stands in one table of the dashboard. */
public enum Role {
  /** Accounts, integrations and the review of access, beside everything a clinician may. */
  ADMIN,
  /** Patients, their devices and their care. */
  CLINICIAN,
  /** Sees patients and handles alerts; changes neither care nor devices. */
  ASSISTANT,
  /** Sees patients. */
  READ_ONLY;

  /** The name for machines. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The role of that name, or empty. */
  public static Optional<Role> ofCode(String code) {
    for (Role role : values()) {
      if (role.code().equals(code)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
