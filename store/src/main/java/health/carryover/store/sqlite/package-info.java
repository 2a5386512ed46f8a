/**
 * All stores in one folder, on SQLite: {@code journal.db} for what arrived, {@code records.db} for
 * what was made of it, so that a commit of the one never waits for the other; {@code
 * journal-index.db} finds entries of the first. Must not depend on other databases.
 */
@NullMarked
package health.carryover.store.sqlite;

import org.jspecify.annotations.NullMarked;
