package health.carryover.deploy.simulator;

import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.ProfileChange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invented person.
 *
 * @param id pseudonymous
 * @param name invented, for the clinician's screen
 * @param watch device id of the watch, which sends heart rate and session marks
 * @param phone device id of the phone, which sends what the patient answers
 * @param restBpm resting heart rate in beats per minute
 * @param maxBpm maximal heart rate in beats per minute
 * @param site where it hurts
 * @param usualPain pain on an ordinary day, 0 to 10
 * @param activity what the sessions consist of
 * @param sessionMinutes length of a usual session
 * @param effort share of heart-rate reserve in a usual session, 0 to 1
 * @param ceilingBpm highest heart rate the clinician allows, or null
 */
public record SimulatedPatient(
    String id,
    String name,
    String watch,
    String phone,
    ZoneId zone,
    ProfileChange.Sex sex,
    int birthYear,
    double restBpm,
    double maxBpm,
    Condition condition,
    String site,
    int usualPain,
    String activity,
    int sessionMinutes,
    double effort,
    @Nullable Double ceilingBpm,
    HiddenTolerance tolerance,
    ReportingHabits habits) {

  /** The same person under other ids. */
  public SimulatedPatient known(String asId, String withWatch, String withPhone) {
    return new SimulatedPatient(
        asId,
        name,
        withWatch,
        withPhone,
        zone,
        sex,
        birthYear,
        restBpm,
        maxBpm,
        condition,
        site,
        usualPain,
        activity,
        sessionMinutes,
        effort,
        ceilingBpm,
        tolerance,
        habits);
  }

  /**
   * What the devices of this patient send about the days, by the time it is sent: every second day
   * a session, answers that come late or twice or never.
   *
   * @param seed of the patient's chance
   */
  public List<DeviceMessage> past(long seed, LocalDate fromInclusive, LocalDate toExclusive) {
    return past(seed, fromInclusive, toExclusive, PatientHistory.HEART_RATE_BATCH);
  }

  /**
   * As the other method.
   *
   * @param batch how much heart rate one message holds
   */
  public List<DeviceMessage> past(
      long seed, LocalDate fromInclusive, LocalDate toExclusive, Duration batch) {
    PatientHistory history = new PatientHistory(this, Chance.of(seed, 0), batch);
    history.live(fromInclusive, toExclusive);
    return history.messages().stream().sorted(Comparator.comparing(DeviceMessage::sendAt)).toList();
  }

  /** The load of a usual session: training impulse, arbitrary units, to one decimal. */
  public double referenceLoad() {
    double impulse = sessionMinutes * minuteLoad(effort);
    return Math.round(impulse * 10) / 10.0;
  }

  /**
   * Training impulse of one minute (Banister 1991, with Morton 1990's weights for men and women).
   *
   * @param reserve share of heart-rate reserve; below 0 counts as 0, above 1 as 1
   */
  public double minuteLoad(double reserve) {
    double x = Math.min(1, Math.max(0, reserve));
    return sex == ProfileChange.Sex.FEMALE
        ? x * 0.86 * Math.exp(1.67 * x)
        : x * 0.64 * Math.exp(1.92 * x);
  }

  /** Training impulse of readings one second apart; NaN is a gap that the last reading fills. */
  public double load(float[] bpm) {
    double load = 0;
    float last = (float) restBpm;
    for (float reading : bpm) {
      last = Float.isNaN(reading) ? last : reading;
      load += minuteLoad((last - restBpm) / (maxBpm - restBpm)) / 60;
    }
    return load;
  }

  /** What the clinician enters on the first day. */
  public ProfileChange profile(Instant at) {
    return new ProfileChange(
        at,
        zone,
        sex,
        birthYear,
        restBpm,
        maxBpm,
        ProfileChange.HeartRateReliability.RELIABLE,
        condition,
        LoadCurrency.BANISTER_TRIMP,
        referenceLoad(),
        ceilingBpm);
  }
}
