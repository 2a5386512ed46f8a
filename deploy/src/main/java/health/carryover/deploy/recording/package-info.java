/**
 * Recordings in files, as the messages a device would have sent. Nothing is published here. Must
 * not depend on the service, the broker or any store.
 */
@NullMarked
package health.carryover.deploy.recording;

import org.jspecify.annotations.NullMarked;
