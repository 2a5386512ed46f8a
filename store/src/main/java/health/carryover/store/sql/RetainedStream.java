package health.carryover.store.sql;

import java.util.Locale;

/** What is kept for a time of its own. Whatever is not named here stays until it is erased. */
public enum RetainedStream {
  HEART_RATE(Place.JOURNAL),
  SESSION(Place.JOURNAL),
  PAIN(Place.JOURNAL),
  RECOVERY(Place.JOURNAL),
  SAFETY(Place.JOURNAL),
  /** What came from Open Wearables, of whatever kind. */
  OPEN_WEARABLES(Place.JOURNAL),
  /** Presence of devices. */
  STATUS(Place.JOURNAL),
  /** Messages of which anything could not be used, whatever their stream, and their replays. */
  QUARANTINE(Place.JOURNAL),
  /** Alerts that ended, with every change and everything people did about them. */
  ALERTS(Place.RECORDS),
  NOTIFICATIONS(Place.RECORDS),
  ACCESS_LOG(Place.RECORDS);

  private final Place place;

  RetainedStream(Place place) {
    this.place = place;
  }

  /** Where it is kept. */
  enum Place {
    JOURNAL,
    RECORDS
  }

  Place place() {
    return place;
  }

  /** The name in settings and metrics. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
