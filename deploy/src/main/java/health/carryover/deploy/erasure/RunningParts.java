package health.carryover.deploy.erasure;

import health.carryover.analysis.port.PersonTraces;
import health.carryover.analysis.port.TelemetryErasure;

/**
 * What a running service holds of a person outside its stores. Every method may throw {@link
 * health.carryover.analysis.port.StoreUnavailableException} if something did not answer in time.
 */
public interface RunningParts {

  /**
   * Ends codes and connections of the person's devices and clears what the broker keeps of them.
   */
  void cutOff(PersonTraces person) throws InterruptedException;

  /** Has every entry of the person in the journal, and nothing made of them in memory. */
  void settle(PersonTraces person) throws InterruptedException;

  /** Forgets what is counted of the person's devices; their entries are gone from the journal. */
  void forgetDevices(PersonTraces person) throws InterruptedException;

  /** Forgets what screens and devices are shown of the person. */
  void forgetShown(String patient);

  /** Removes the person's readings from a telemetry server; gives how many there were. */
  long eraseReadings(String patient);

  /** How many of the person's readings a telemetry server has. */
  long readingsLeft(String patient);

  /** Of a service that does not run, with a telemetry server beside its stores. */
  static RunningParts only(TelemetryErasure server) {
    return new RunningParts() {
      @Override
      public void cutOff(PersonTraces person) {}

      @Override
      public void settle(PersonTraces person) {}

      @Override
      public void forgetDevices(PersonTraces person) {}

      @Override
      public void forgetShown(String patient) {}

      @Override
      public long eraseReadings(String patient) {
        return server.erase(patient);
      }

      @Override
      public long readingsLeft(String patient) {
        return server.left(patient);
      }
    };
  }

  /** Of a service that does not run: there is nothing but the stores. */
  RunningParts NONE =
      only(
          new TelemetryErasure() {
            @Override
            public long erase(String patient) {
              return 0;
            }

            @Override
            public long left(String patient) {
              return 0;
            }
          });
}
