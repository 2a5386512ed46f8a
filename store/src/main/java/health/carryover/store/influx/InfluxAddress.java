package health.carryover.store.influx;

import java.time.Duration;

/**
 * Where an InfluxDB server is and as whom to go there.
 *
 * @param url {@code http://host:port} or {@code https://...}
 * @param api which API it is spoken to by
 * @param organisation of version 2; otherwise of no account
 * @param database the database; in version 2 the bucket is named {@code database/policy}
 * @param policy the retention policy
 * @param keep how long readings are kept there, where this program makes the policy (version 1);
 *     zero: for ever
 * @param keepMinutes how long the minutes summed up from them are kept (version 1); zero: for ever
 * @param user of version 1; empty: nobody is named
 * @param secret token of version 2, password of version 1
 */
public record InfluxAddress(
    String url,
    Api api,
    String organisation,
    String database,
    String policy,
    Duration keep,
    Duration keepMinutes,
    String user,
    String secret) {

  /** How a server is spoken to. */
  public enum Api {
    /** 1.6 and 1.7, and any later 1. */
    V1,
    /** 1.8, 2 and 3 Core. */
    V2
  }

  /** The retention policy of minutes. */
  String minutesPolicy() {
    return policy + "_minutes";
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "InfluxAddress[" + url + "]";
  }
}
