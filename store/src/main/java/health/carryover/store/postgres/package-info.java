/**
 * All stores in one PostgreSQL database: schema {@code carryover_journal} for what arrived, {@code
 * carryover_records} for what was made of it. Must not depend on other databases.
 */
@NullMarked
package health.carryover.store.postgres;

import org.jspecify.annotations.NullMarked;
