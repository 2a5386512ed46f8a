package health.carryover.store.postgres;

/**
 * Where a PostgreSQL database is and as whom to go there.
 *
 * @param url {@code jdbc:postgresql://host:port/database} with parameters of the driver, such as
 *     {@code sslmode=verify-full}
 * @param user empty: the driver's own default
 * @param password empty: none is given
 */
public record PostgresAddress(String url, String user, String password) {
  /** Without the password. */
  @Override
  public String toString() {
    return "PostgresAddress[" + url + "]";
  }
}
