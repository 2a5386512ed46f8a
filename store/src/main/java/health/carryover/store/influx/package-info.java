/**
 * Heart rate in InfluxDB, through its official client: the API of version 2, which 1.8, 2 and 3
 * Core understand, or that of version 1. Must not depend on the other stores.
 *
 * <p>Series are kept few: a point's tags are its patient (the pseudonymous id) and its device, and
 * never its session or message.
 */
@NullMarked
package health.carryover.store.influx;

import org.jspecify.annotations.NullMarked;
