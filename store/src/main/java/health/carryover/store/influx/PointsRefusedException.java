package health.carryover.store.influx;

/** The server will never take some of these points; the others are stored. */
final class PointsRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int dropped;

  /**
   * @param dropped how many, as the server counts them; 0 if it does not say
   */
  PointsRefusedException(int status, int dropped) {
    super("HTTP " + status);
    this.status = status;
    this.dropped = dropped;
  }

  int dropped() {
    return dropped;
  }

  /** Why, for machines. */
  String code() {
    return "influx." + status;
  }
}
