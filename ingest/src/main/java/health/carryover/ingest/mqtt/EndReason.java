package health.carryover.ingest.mqtt;

import java.util.Locale;

/** Why a connection ended: the closed set of values of the metric tag {@code reason}. */
enum EndReason {
  /** The broker or the network closed it. */
  LOST,
  /** The intake stayed full for longer than the offer timeout. */
  STALLED,
  /** Something in this process threw. */
  FAULTY,
  /** The broker did not take the subscription. */
  REFUSED,
  /** This process is done with it. */
  STOPPED;

  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
