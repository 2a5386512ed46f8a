/**
 * The way back to devices: how much of what each one sent is safely stored. Hears what became of
 * messages and reads the journal where it did not hear; publishes through whatever it is given.
 * Must not depend on shards or on what events mean.
 */
@NullMarked
package health.carryover.ingest.device;

import org.jspecify.annotations.NullMarked;
