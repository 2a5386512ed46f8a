package health.carryover.deploy.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * How a patient feels before, during and after one session, and what of it is reported when.
 *
 * @param rebound points above the pain before, evening or next morning: 0 to 4; from 2 on a flare
 */
record Aftermath(SimulatedSession session, int painBefore, int relief, int rebound, Onset onset) {
  private static final int WORST_PAIN = 10;
  private static final int FLARE_REBOUND = 2;
  private static final LocalTime EVENING = LocalTime.of(20, 0);
  private static final LocalTime MORNING = LocalTime.of(7, 15);
  private static final LocalTime LATE_SESSION = LocalTime.of(19, 0);

  /** Draws it as the patient's hidden tolerance has it. */
  static Aftermath draw(SimulatedSession session, Random random) {
    int rebound = session.patient().tolerance().drawRebound(session.relativeLoad(), random);
    return withRebound(session, rebound, Onset.EITHER, random);
  }

  /** As {@link #draw}, but with the rebound given. */
  static Aftermath withRebound(SimulatedSession session, int rebound, Onset onset, Random random) {
    int before = clamp(session.patient().usualPain() + random.nextInt(3) - 1);
    int relief = Math.min(before, 1 + random.nextInt(2));
    return new Aftermath(session, before, relief, rebound, onset);
  }

  boolean flare() {
    return rebound >= FLARE_REBOUND;
  }

  /** The report before the session. */
  DeviceMessage before(Random random) {
    Instant at = session.startAt().minusSeconds(120 + random.nextInt(900));
    return messages().pain("before", at, painBefore, null);
  }

  /** The reports during and right after the session, evening and next morning, in this order. */
  List<DeviceMessage> after(Random random) {
    List<DeviceMessage> reports = new ArrayList<>();
    reports.add(pain("during", middle(), painBefore - relief, null));
    Instant soon = session.endAt().plusSeconds(120 + random.nextInt(600));
    reports.add(pain("after", soon, painBefore - relief, null));
    int nextDay = rebound == 0 ? painBefore - random.nextInt(relief + 1) : painBefore + rebound;
    int thatEvening = eveningPain(nextDay, random);
    reports.add(pain("evening", evening(random), thatEvening, feelsLikeFlare(thatEvening)));
    reports.add(pain("next-morning", nextMorning(random), nextDay, flare()));
    return reports;
  }

  /** The rebound shows in the evening already, or only overnight. */
  private int eveningPain(int nextDay, Random random) {
    return switch (onset) {
      case OVERNIGHT -> painBefore;
      case EITHER -> rebound > 0 && random.nextBoolean() ? nextDay - 1 : nextDay;
    };
  }

  private boolean feelsLikeFlare(int nrs) {
    return nrs - painBefore >= FLARE_REBOUND;
  }

  /** When a rebound begins. */
  enum Onset {
    EITHER,
    OVERNIGHT
  }

  /** When the patient gets up after this session and answers. */
  Instant nextMorning(Random random) {
    return ended()
        .toLocalDate()
        .plusDays(1)
        .atTime(MORNING)
        .atZone(session.patient().zone())
        .plusSeconds(random.nextInt(5400))
        .toInstant();
  }

  private Instant evening(Random random) {
    ZonedDateTime ended = ended();
    Duration spread = Duration.ofSeconds(random.nextInt(3000));
    if (ended.toLocalTime().isAfter(LATE_SESSION)) {
      return ended.plusMinutes(70).plus(spread).toInstant();
    }
    ZonedDateTime usual = ended.toLocalDate().atTime(EVENING).atZone(ended.getZone());
    ZonedDateTime settled = ended.plusMinutes(130);
    return (usual.isAfter(settled) ? usual : settled).plus(spread).toInstant();
  }

  private Instant middle() {
    return session
        .startAt()
        .plus(Duration.between(session.startAt(), session.endAt()).dividedBy(2));
  }

  private ZonedDateTime ended() {
    return session.endAt().atZone(session.patient().zone());
  }

  private DeviceMessage pain(String slot, Instant at, int nrs, @Nullable Boolean flare) {
    return messages().pain(slot, at, clamp(nrs), flare);
  }

  private SessionMessages messages() {
    return new SessionMessages(session);
  }

  private static int clamp(int nrs) {
    return Math.max(0, Math.min(WORST_PAIN, nrs));
  }
}
