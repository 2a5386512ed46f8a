package health.carryover.analysis.replay;

import health.carryover.analysis.CsvFile;
import health.carryover.analysis.SharedData;
import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.RecoveryReport;
import health.carryover.analysis.event.SessionPlan;
import health.carryover.analysis.event.SessionSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Eight people of PMData as events.
 *
 * <p>Assumed: everybody lives in Oslo time; times of the questionnaire application are local
 * although they end in Z (read so, 390 of its 496 sessions lie on a recorded exercise; read as UTC
 * 90 do); a resting heart rate of a day is known at 08:00. The 1-5 answers run from bad to good.
 * Soreness and injuries are not pain on a 0-10 scale and are refused as pain.
 */
final class PmData {
  private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");
  private static final LocalTime MORNING = LocalTime.of(8, 0);
  private static final double MILLIS = 1_000;
  private static final int PEOPLE = 8;

  private final LineLedger ledger;

  PmData(LineLedger ledger) {
    this.ledger = ledger;
  }

  List<ReplayedPatient> people() {
    return IntStream.rangeClosed(1, PEOPLE).mapToObj(this::person).toList();
  }

  private ReplayedPatient person(int number) {
    ReplayedPatient patient = new ReplayedPatient("p0" + number);
    patient.livesIn(OSLO, Condition.OTHER, Instant.parse("2019-10-01T00:00:00Z"));
    exercises(patient);
    ratedSessions(patient);
    wellness(patient);
    restingHeartRates(patient);
    injuries(patient);
    return patient;
  }

  private void exercises(ReplayedPatient patient) {
    String file = file(patient, "exercise");
    int line = 1;
    for (Map<String, String> row : rows(file)) {
      line++;
      String activity = row.get("activity");
      Instant start =
          LocalDateTime.parse(row.get("start_local").replace(' ', 'T')).atZone(OSLO).toInstant();
      long millis = (long) Double.parseDouble(row.get("duration_ms"));
      double active = Double.parseDouble(row.get("active_duration_ms")) / MILLIS;
      if (millis <= 0) {
        ledger.refused(file, "session without duration");
        continue;
      }
      String id = "exercise-" + line;
      patient.tell(
          new SessionSummary(
              id,
              start,
              start.plusMillis(millis),
              active,
              new SessionPlan(activity, null, null),
              null),
          id);
      ledger.used(file);
    }
  }

  private void ratedSessions(ReplayedPatient patient) {
    String file = file(patient, "srpe");
    int line = 1;
    for (Map<String, String> row : rows(file)) {
      line++;
      double minutes = number(row.get("duration_min"));
      double rpe = number(row.get("perceived_exertion"));
      if (!(minutes > 0)) {
        ledger.refused(file, "session without duration");
      } else if (!(rpe >= 0 && rpe <= 10)) {
        ledger.refused(file, "exertion outside 0-10");
      } else {
        Instant end = local(row.get("end_date_time"));
        String id = "rated-" + line;
        patient.tell(
            new SessionSummary(
                id,
                end.minus(Duration.ofSeconds((long) (minutes * 60))),
                end,
                minutes * 60,
                SessionPlan.UNKNOWN,
                rpe),
            id);
        ledger.used(file);
      }
    }
  }

  private void wellness(ReplayedPatient patient) {
    String file = file(patient, "wellness");
    int line = 1;
    for (Map<String, String> row : rows(file)) {
      line++;
      Double hours = number(row.get("sleep_duration_h"));
      Double quality = tenth(row.get("sleep_quality"));
      Double calm = tenth(row.get("stress"));
      Double stress = calm == null ? null : (Double) (10 - calm);
      if (!(hours >= 0 && hours <= 24)) {
        hours = null;
      }
      if (hours == null && quality == null && stress == null) {
        ledger.refused(file, "no answer on its scale");
        continue;
      }
      patient.tell(
          new RecoveryReport(
              local(row.get("effective_time_frame")), hours, quality, stress, null, null),
          "wellness-" + line);
      ledger.used(file);
    }
  }

  private void restingHeartRates(ReplayedPatient patient) {
    String file = file(patient, "resting-hr");
    int line = 1;
    for (Map<String, String> row : rows(file)) {
      line++;
      double bpm = number(row.get("resting_hr"));
      if (!HeartRateSamples.isReading(bpm)) {
        ledger.refused(file, "implausible heart rate");
        continue;
      }
      Instant at = LocalDate.parse(row.get("date")).atTime(MORNING).atZone(OSLO).toInstant();
      patient.tell(new RecoveryReport(at, null, null, null, null, bpm), "resting-" + line);
      ledger.used(file);
    }
  }

  private void injuries(ReplayedPatient patient) {
    String file = file(patient, "injury");
    for (Map<String, String> row : rows(file)) {
      boolean none = row.get("injuries").equals("{}");
      ledger.refused(file, none ? "no injury" : "injury in words, no pain score");
    }
  }

  /** An answer of 1 to 5 on 0 to 10; null where it is not one of these. */
  private static Double tenth(String answer) {
    double value = number(answer);
    return value >= 1 && value <= 5 ? (Double) ((value - 1) * 2.5) : null;
  }

  private static double number(String cell) {
    return cell == null || cell.isBlank() ? Double.NaN : Double.parseDouble(cell);
  }

  private static Instant local(String labelledUtc) {
    return LocalDateTime.parse(labelledUtc.replace("Z", "")).atZone(OSLO).toInstant();
  }

  private static String file(ReplayedPatient patient, String kind) {
    return "symptoms/pmdata/" + patient.id + "-" + kind + ".csv";
  }

  /** Rows of a file that may be empty altogether. */
  private static List<Map<String, String>> rows(String file) {
    Path path = SharedData.file(file);
    try {
      return Files.size(path) == 0 ? List.of() : CsvFile.rows(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
