package health.carryover.deploy.bench.fairness;

import java.util.Arrays;

/**
 * One part of the measurement.
 *
 * @param name stable, for machines
 * @param millis from the publishing of a live batch to the alert it causes being heard, ascending
 * @param missing alerts that were not heard within a minute
 * @param uploaded messages of the phones that the broker took meanwhile
 * @param seconds how long it lasted
 */
public record FairnessPart(
    String name, double[] millis, int missing, long uploaded, double seconds) {

  public FairnessPart {
    millis = millis.clone();
    Arrays.sort(millis);
  }

  /** Messages of the phones a second. */
  double uploads() {
    return uploaded / seconds;
  }
}
