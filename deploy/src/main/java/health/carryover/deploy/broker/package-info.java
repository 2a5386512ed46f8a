/**
 * The embedded MQTT broker, the default of those who bring none: durable, in this process, on one
 * port. The only importer of the broker's library. Must not depend on the pipeline behind it or on
 * how commands and configuration are read.
 */
@NullMarked
package health.carryover.deploy.broker;

import org.jspecify.annotations.NullMarked;
