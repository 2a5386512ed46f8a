/**
 * What fits next, in one suggestion: volume first with frequency kept, never "stop exercising". The
 * wording for patients is in one place. Must not depend on how anything was computed.
 */
@NullMarked
package health.carryover.analysis.guidance;

import org.jspecify.annotations.NullMarked;
