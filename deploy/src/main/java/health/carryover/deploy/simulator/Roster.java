package health.carryover.deploy.simulator;

import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.ProfileChange.Sex;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The twelve invented patients, as they stand in {@code roster.csv}. Its last column is the hour of
 * the day where the patient lives when the clinic is made.
 */
final class Roster {
  /** Zones around the globe, so that every hour of the day is near in one of them. */
  private static final List<String> ZONES =
      List.of(
          "Europe/Berlin",
          "Europe/London",
          "America/New_York",
          "America/Los_Angeles",
          "Asia/Kolkata",
          "Asia/Tokyo",
          "Australia/Sydney",
          "America/Sao_Paulo",
          "America/Denver",
          "Pacific/Honolulu",
          "Pacific/Auckland",
          "Asia/Singapore",
          "Asia/Dubai",
          "Atlantic/Azores");

  private static final int FIRST_NUMBER = 1041;
  private static final int NUMBER_STEP = 7;

  private Roster() {}

  /** The patients, each where it is the right time of day at {@code createdAt}. */
  static List<SimulatedPatient> patients(Instant createdAt) {
    List<String> lines = table().lines().skip(1).toList();
    List<SimulatedPatient> patients = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      patients.add(patient(lines.get(i).split(",", -1), FIRST_NUMBER + NUMBER_STEP * i, createdAt));
    }
    return List.copyOf(patients);
  }

  /** Of the zones the one in which the clock shows the hour nearest to {@code hour}. */
  static ZoneId zoneWhereItIs(double hour, Instant at) {
    return ZONES.stream()
        .map(ZoneId::of)
        .min(Comparator.comparingDouble(zone -> hoursFrom(hour, at.atZone(zone).toLocalTime())))
        .orElseThrow();
  }

  private static double hoursFrom(double hour, LocalTime time) {
    double apart = Math.abs(Duration.between(LocalTime.MIDNIGHT, time).toSeconds() / 3600.0 - hour);
    return Math.min(apart, 24 - apart);
  }

  private static SimulatedPatient patient(String[] cells, int number, Instant createdAt) {
    return new SimulatedPatient(
        "p-" + number,
        cells[0],
        "watch-" + number,
        "phone-" + number,
        zoneWhereItIs(number(cells[18]), createdAt),
        Sex.valueOf(cells[1].toUpperCase(Locale.ROOT)),
        Integer.parseInt(cells[2]),
        number(cells[3]),
        number(cells[4]),
        Condition.ofCode(cells[5]).orElseThrow(),
        cells[6],
        Integer.parseInt(cells[7]),
        cells[8],
        Integer.parseInt(cells[9]),
        number(cells[10]),
        cells[17].isEmpty() ? null : number(cells[17]),
        new HiddenTolerance(number(cells[11]), number(cells[12]), number(cells[13])),
        new ReportingHabits(number(cells[14]), number(cells[15]), number(cells[16])));
  }

  private static double number(String cell) {
    return Double.parseDouble(cell);
  }

  private static String table() {
    try (InputStream in = Objects.requireNonNull(Roster.class.getResourceAsStream("roster.csv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
