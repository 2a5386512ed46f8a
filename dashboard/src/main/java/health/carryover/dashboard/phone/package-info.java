/**
 * What a patient's phone asks and tells by HTTP. Knows ports and words for patients; nothing of
 * screens, people's accounts or other calls.
 */
@NullMarked
package health.carryover.dashboard.phone;

import org.jspecify.annotations.NullMarked;
