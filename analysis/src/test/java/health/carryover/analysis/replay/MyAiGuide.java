package health.carryover.analysis.replay;

import health.carryover.analysis.CsvFile;
import health.carryover.analysis.SharedData;
import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.event.SessionPlan;
import health.carryover.analysis.event.SessionSummary;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Five people of MyAIGuide as events.
 *
 * <p>Assumed: pain of a day without a time is that of 21:00; where the time of entry lies on the
 * day itself it is that; a time of entry without offset is UTC. Persons 2 and 6 live in Japan, as
 * the days of their step counts begin there; nothing is known of 4 and 8 and UTC is taken. Pain of
 * the knee is the complaint and answers the questions of sessions; pain elsewhere belongs to none.
 * The column "effort" holds climbing grades among other things and is not read as exertion.
 */
final class MyAiGuide {
  private static final String FOLDER = "symptoms/myaiguide/";
  private static final LocalTime EVENING = LocalTime.of(21, 0);
  private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

  private final LineLedger ledger;

  /** A tapped session of participant 1. */
  private record Tapped(String id, Instant start, Instant end) {}

  MyAiGuide(LineLedger ledger) {
    this.ledger = ledger;
  }

  List<ReplayedPatient> people() {
    return List.of(
        first(), other("P2", JAPAN), other("P4", ZoneOffset.UTC), other("P6", JAPAN), eighth());
  }

  private ReplayedPatient first() {
    ReplayedPatient patient = new ReplayedPatient("P1");
    TreeMap<Instant, ZoneOffset> offsets = new TreeMap<>();
    List<Tapped> tapped = taps(patient, offsets);
    sessionLog(patient, offsets, tapped);
    String file = FOLDER + "p1-pain.csv";
    for (Map<String, String> row : CsvFile.rows(SharedData.file(file))) {
      if (row.get("date").isEmpty()) {
        ledger.refused(file, "no time at all");
        continue;
      }
      LocalDateTime evening = LocalDate.parse(row.get("date")).atTime(EVENING);
      Instant at = evening.toInstant(offsetAt(offsets, evening));
      pain(patient, file, row.get("region"), row.get("intensity"), at, at, "p" + row.get("line"));
    }
    return patient;
  }

  /** Start and stop taps in their own offsets; either may be missing. */
  private List<Tapped> taps(ReplayedPatient patient, TreeMap<Instant, ZoneOffset> offsets) {
    String file = FOLDER + "p1-session-taps.csv";
    List<Tapped> tapped = new ArrayList<>();
    Map<String, Instant> open = new HashMap<>();
    for (Map<String, String> row : CsvFile.rows(SharedData.file(file))) {
      Instant at = Instant.ofEpochMilli(Long.parseLong(row.get("t_ms")));
      ZoneOffset offset =
          ZoneOffset.ofTotalSeconds(Integer.parseInt(row.get("tz_offset_ms")) / 1000);
      if (offsets.isEmpty() || !offsets.lastEntry().getValue().equals(offset)) {
        patient.livesIn(offset, Condition.OTHER, at);
      }
      offsets.put(at, offset);
      String[] words = row.get("tap").split(" ");
      String activity = words[0].toLowerCase(Locale.ROOT);
      SessionPlan plan = new SessionPlan(activity, null, null);
      Instant started = open.get(activity);
      if (words[1].equals("Str")) {
        String id = id(activity, at);
        patient.tell(new SessionMark(id, SessionMark.Kind.STARTED, at, plan, null), "start-" + id);
        open.put(activity, at);
      } else {
        String id = id(activity, started == null ? at : started);
        patient.tell(new SessionMark(id, SessionMark.Kind.ENDED, at, plan, null), "end-" + id);
        open.remove(activity);
        if (started != null) {
          tapped.add(new Tapped(id, started, at));
        }
      }
      ledger.used(file);
    }
    return tapped;
  }

  private static String id(String activity, Instant at) {
    return activity + "-" + at.toEpochMilli();
  }

  private void sessionLog(
      ReplayedPatient patient, TreeMap<Instant, ZoneOffset> offsets, List<Tapped> tapped) {
    String file = FOLDER + "p1-sessions-pain-after.csv";
    for (Map<String, String> row : CsvFile.rows(SharedData.file(file))) {
      String id = "log-" + row.get("line");
      LocalDate day = LocalDate.parse(row.get("date"));
      Instant end;
      if (row.get("start_time").equals("taplog")) {
        List<Tapped> thatDay =
            tapped.stream()
                .filter(t -> t.end().atZone(offsetOf(offsets, t)).toLocalDate().equals(day))
                .toList();
        if (row.get("pain_after").isEmpty()) {
          ledger.refused(file, "told by the taps already");
          continue;
        }
        if (thatDay.size() != 1) {
          ledger.refused(file, "which tapped session is not clear");
          continue;
        }
        id = thatDay.get(0).id();
        end = thatDay.get(0).end();
      } else if (row.get("start_time").isEmpty() || row.get("duration_min").isEmpty()) {
        ledger.refused(file, "session without start or duration");
        continue;
      } else {
        LocalDateTime begun = day.atTime(LocalTime.parse(row.get("start_time")));
        Instant start = begun.toInstant(offsetAt(offsets, begun));
        double seconds = Double.parseDouble(row.get("duration_min")) * 60;
        end = start.plus(Duration.ofSeconds((long) seconds));
        patient.tell(
            new SessionSummary(
                id, start, end, seconds, new SessionPlan(row.get("activity"), null, null), null),
            id);
      }
      if (!row.get("pain_after").isEmpty()) {
        double nrs = Double.parseDouble(row.get("pain_after"));
        patient.tell(
            new PainReport(end, nrs, PainSlot.AFTER, id, row.get("region"), null),
            "after-" + row.get("line"));
      }
      ledger.used(file);
    }
  }

  private ReplayedPatient eighth() {
    String file = FOLDER + "p8-observations.csv";
    for (Map<String, String> row : CsvFile.rows(SharedData.file(file))) {
      ledger.refused(file, row.isEmpty() ? "empty" : "yes or no, not a 0-10 scale");
    }
    return other("P8", ZoneOffset.UTC);
  }

  private ReplayedPatient other(String id, ZoneId zone) {
    ReplayedPatient patient = new ReplayedPatient(id);
    patient.livesIn(zone, Condition.OTHER, Instant.parse("2018-01-01T00:00:00Z"));
    String name = id.toLowerCase(Locale.ROOT);
    String steps = FOLDER + name + "-steps.csv";
    for (Map<String, String> row : CsvFile.rows(SharedData.file(steps))) {
      ledger.refused(steps, row.isEmpty() ? "empty" : "steps of a day, no session");
    }
    String file = FOLDER + name + "-pain.csv";
    int line = 1;
    for (Map<String, String> row : CsvFile.rows(SharedData.file(file))) {
      line++;
      String date = row.get("date");
      String entered = row.get("entered_at");
      Instant enteredAt =
          entered.isEmpty()
              ? null
              : LocalDateTime.parse(entered.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
      Instant at;
      if (date.isEmpty() && enteredAt == null) {
        ledger.refused(file, "no time at all");
        continue;
      } else if (date.isEmpty() || entered.startsWith(date)) {
        at = enteredAt;
      } else {
        at = LocalDate.parse(date).atTime(EVENING).atZone(zone).toInstant();
      }
      Instant known = enteredAt == null || enteredAt.isBefore(at) ? at : enteredAt;
      pain(patient, file, row.get("name"), row.get("intensity"), at, known, "p" + line);
    }
    return patient;
  }

  private void pain(
      ReplayedPatient patient,
      String file,
      String site,
      String intensity,
      Instant at,
      Instant knownAt,
      String reportId) {
    double nrs = intensity.isEmpty() ? Double.NaN : Double.parseDouble(intensity);
    String lower = site.toLowerCase(Locale.ROOT);
    if (lower.contains("sick") || lower.contains("happiness") || lower.contains("dizz")) {
      ledger.refused(file, "not pain");
    } else if (!(nrs >= 0 && nrs <= 10)) {
      ledger.refused(file, "pain outside 0-10");
    } else {
      PainSlot slot = lower.contains("knee") ? null : PainSlot.OTHER;
      patient.tell(new PainReport(at, nrs, slot, null, site, null), knownAt, reportId);
      ledger.used(file);
    }
  }

  private static ZoneOffset offsetOf(TreeMap<Instant, ZoneOffset> offsets, Tapped tapped) {
    return offsets.get(tapped.end());
  }

  /** The offset last tapped in before {@code local}; the first one before all taps. */
  private static ZoneOffset offsetAt(TreeMap<Instant, ZoneOffset> offsets, LocalDateTime local) {
    Map.Entry<Instant, ZoneOffset> before = offsets.floorEntry(local.toInstant(ZoneOffset.UTC));
    return (before == null ? offsets.firstEntry() : before).getValue();
  }
}
