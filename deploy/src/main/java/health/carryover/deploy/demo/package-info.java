/**
 * The clinic of invented patients brought to life over MQTT, for a service of its own or any other
 * broker. Must not depend on commands.
 */
@NullMarked
package health.carryover.deploy.demo;

import org.jspecify.annotations.NullMarked;
