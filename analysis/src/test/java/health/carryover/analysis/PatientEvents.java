package health.carryover.analysis;

import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ProfileChange.HeartRateReliability;
import health.carryover.analysis.event.ProfileChange.Sex;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.event.SessionPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Events of one patient, written as a story in event time. */
final class PatientEvents {
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  final List<ReceivedEvent> told = new ArrayList<>();

  PatientEvents profile(Instant at) {
    return tell(
        new ProfileChange(
            at,
            BERLIN,
            Sex.MALE,
            1970,
            60.0,
            190.0,
            HeartRateReliability.RELIABLE,
            Condition.LOW_BACK_PAIN,
            LoadCurrency.BANISTER_TRIMP,
            null,
            null));
  }

  /** An agreement about the amount, and nothing else. */
  PatientEvents agreed(Instant at, Double loadLimit, ProfileChange.Progression progression) {
    return tell(
        new ProfileChange(
            at,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            loadLimit,
            progression,
            Set.of()));
  }

  /** A session at one heart rate, readings every second in batches of a minute. */
  PatientEvents session(String id, Instant start, int minutes, double bpm) {
    started(id, start);
    for (int minute = 0; minute < minutes; minute++) {
      minute(start.plus(Duration.ofMinutes(minute)), bpm);
    }
    return ended(id, start.plus(Duration.ofMinutes(minutes)), null);
  }

  PatientEvents started(String id, Instant at) {
    return started(id, at, null);
  }

  PatientEvents started(String id, Instant at, String template) {
    return tell(
        new SessionMark(
            id, SessionMark.Kind.STARTED, at, new SessionPlan(null, template, null), null));
  }

  PatientEvents mark(String id, SessionMark.Kind kind, Instant at) {
    return tell(new SessionMark(id, kind, at, SessionPlan.UNKNOWN, null));
  }

  PatientEvents ended(String id, Instant at, Double rpe) {
    return tell(new SessionMark(id, SessionMark.Kind.ENDED, at, SessionPlan.UNKNOWN, rpe));
  }

  /** Sixty readings, one each second from {@code at} on. */
  PatientEvents minute(Instant at, double bpm) {
    return minute("d1", at, bpm);
  }

  PatientEvents minute(String device, Instant at, double bpm) {
    long[] times = new long[60];
    float[] rates = new float[60];
    for (int i = 0; i < 60; i++) {
      times[i] = at.toEpochMilli() + i * 1000L;
      rates[i] = (float) bpm;
    }
    HeartRateSamples samples =
        new HeartRateSamples(
            times,
            rates,
            device.equals("d1") ? HeartRateSamples.Sensor.CHEST : HeartRateSamples.Sensor.WRIST);
    told.add(new ReceivedEvent(samples, device, samples.observedAt(), null, null, null));
    return this;
  }

  /** A watch worn for hours: a reading a minute, told in one go. */
  PatientEvents worn(Instant from, int hours, double bpm) {
    long[] times = new long[60 * hours];
    float[] rates = new float[60 * hours];
    for (int i = 0; i < times.length; i++) {
      times[i] = from.toEpochMilli() + i * 60_000L;
      // Never quite at rest but for ten minutes of every hour.
      rates[i] = (float) (i % 60 < 10 ? bpm : bpm + 20);
    }
    HeartRateSamples samples = new HeartRateSamples(times, rates, HeartRateSamples.Sensor.WRIST);
    told.add(new ReceivedEvent(samples, "watch", samples.observedAt(), null, null, null));
    return this;
  }

  PatientEvents pain(Instant at, double nrs, PainSlot slot, String session) {
    return tell(new PainReport(at, nrs, slot, session, null, null));
  }

  /** Pain at the five moments of a session of {@code minutes} from {@code start}, by time alone. */
  PatientEvents pains(
      Instant start,
      int minutes,
      double before,
      double during,
      double after,
      Double evening,
      Double nextMorning) {
    Instant end = start.plus(Duration.ofMinutes(minutes));
    pain(start.minus(Duration.ofMinutes(10)), before, null, null);
    pain(start.plus(Duration.ofMinutes(minutes / 2)), during, null, null);
    pain(end.plus(Duration.ofMinutes(10)), after, null, null);
    if (evening != null) {
      pain(end.plus(Duration.ofHours(6)), evening, null, null);
    }
    if (nextMorning != null) {
      pain(start.plus(Duration.ofHours(22)), nextMorning, null, null);
    }
    return this;
  }

  PatientEvents tell(PatientEvent event) {
    told.add(new ReceivedEvent(event, "d1", event.observedAt(), null, null, null));
    return this;
  }

  /** A report that the sender may send again under the same id. */
  PatientEvents revised(String reportId, long sequence, PatientEvent event) {
    told.add(new ReceivedEvent(event, "d1", event.observedAt(), reportId, "b1", sequence));
    return this;
  }
}
