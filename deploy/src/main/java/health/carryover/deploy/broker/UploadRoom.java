package health.carryover.deploy.broker;

/** The line to the reader of devices' messages. Asked often, on one thread; must not block. */
@FunctionalInterface
public interface UploadRoom {
  /**
   * How many messages more it should take; none where it is not above 0.
   *
   * @param live whether somebody is live, who would wait behind them
   */
  int places(boolean live);
}
