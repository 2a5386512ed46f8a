package health.carryover.store.sql;

import health.carryover.analysis.port.Enrolments;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Enrolments in the records. Only the moments at which a device changed hands are stored; the
 * periods between them follow, whatever the order in which the moments became known.
 */
final class SqlEnrolments implements Enrolments {
  private static final String PUT =
      """
      INSERT INTO enrolment_changes (clinic, device, from_at, patient) VALUES (?, ?, ?, ?)
      ON CONFLICT (clinic, device, from_at) DO UPDATE SET patient = excluded.patient""";
  private static final String AT =
      """
      SELECT patient FROM enrolment_changes WHERE clinic = ? AND device = ? AND from_at <= ?
      ORDER BY from_at DESC LIMIT 1""";
  private static final String OF_CLINIC =
      """
      SELECT device, from_at, patient FROM enrolment_changes WHERE clinic = ?
      ORDER BY device, from_at""";
  private static final Comparator<Enrolment> OLDEST_FIRST =
      Comparator.comparing(Enrolment::fromInclusive).thenComparing(Enrolment::device);

  private final Database database;

  SqlEnrolments(Database database) {
    this.database = database;
  }

  @Override
  public void enrol(String clinic, String device, String patient, Instant fromInclusive) {
    put(clinic, device, fromInclusive, patient);
  }

  @Override
  public void withdraw(String clinic, String device, Instant at) {
    put(clinic, device, at, null);
  }

  private void put(String clinic, String device, Instant from, @Nullable String patient) {
    database.change(
        connection -> {
          PreparedStatement put = connection.prepare(PUT);
          put.setString(1, clinic);
          put.setString(2, device);
          put.setLong(3, from.toEpochMilli());
          put.setString(4, patient);
          put.executeUpdate();
        });
  }

  @Override
  public Optional<String> patientOf(String clinic, String device, Instant at) {
    return database.read(
        connection -> {
          PreparedStatement select = connection.prepare(AT);
          select.setString(1, clinic);
          select.setString(2, device);
          select.setLong(3, Bounds.millis(at));
          try (ResultSet found = select.executeQuery()) {
            return found.next() ? Optional.ofNullable(found.getString(1)) : Optional.empty();
          }
        });
  }

  @Override
  public List<Enrolment> enrolments(String clinic) {
    List<Change> changes = database.read(connection -> changes(connection, clinic));
    List<Enrolment> periods = new ArrayList<>();
    Change current = null;
    for (Change change : changes) {
      if (current != null && current.sameHandsAs(change)) {
        continue;
      }
      if (current != null) {
        current.periodUntil(clinic, change).ifPresent(periods::add);
      }
      current = change;
    }
    if (current != null) {
      current.periodUntil(clinic, null).ifPresent(periods::add);
    }
    periods.sort(OLDEST_FIRST);
    return periods;
  }

  private static List<Change> changes(SqlConnection connection, String clinic) throws SQLException {
    PreparedStatement select = connection.prepare(OF_CLINIC);
    select.setString(1, clinic);
    List<Change> changes = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        changes.add(
            new Change(
                found.getString(1), Instant.ofEpochMilli(found.getLong(2)), found.getString(3)));
      }
    }
    return changes;
  }

  /** From {@code from} on the device speaks for {@code patient}, or for nobody. */
  private record Change(String device, Instant from, @Nullable String patient) {
    boolean sameHandsAs(Change next) {
      return device.equals(next.device) && Objects.equals(patient, next.patient);
    }

    Optional<Enrolment> periodUntil(String clinic, @Nullable Change next) {
      if (patient == null) {
        return Optional.empty();
      }
      Instant until = next != null && next.device.equals(device) ? next.from : null;
      return Optional.of(new Enrolment(clinic, device, patient, from, until));
    }
  }
}
