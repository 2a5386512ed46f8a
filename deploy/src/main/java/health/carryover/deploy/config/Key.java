package health.carryover.deploy.config;

import java.util.Locale;

/**
 * One thing that can be set.
 *
 * @param name dotted, lower case
 * @param form how its text becomes a value
 * @param fallback the text that counts where none is given
 * @param meaning one or two sentences for the operator
 */
record Key<T>(String name, TextForm<T> form, String fallback, String meaning) {

  /** The environment variable that overrides it: {@code CARRYOVER_DASHBOARD_PORT}. */
  String variable() {
    return Keys.VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  boolean secret() {
    return form.equals(TextForm.SECRET);
  }

  /** Whether text that is wrong here may be a secret in the wrong place. */
  boolean mayHoldSecret() {
    return form.equals(TextForm.POSTGRESQL_URL);
  }
}
