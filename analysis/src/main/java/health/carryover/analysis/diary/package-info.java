/** What a patient told about pain and recovery, and which of it belongs to which session. */
@NullMarked
package health.carryover.analysis.diary;

import org.jspecify.annotations.NullMarked;
