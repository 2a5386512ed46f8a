/** What is known of a patient at an instant, from the profile changes told so far. */
@NullMarked
package health.carryover.analysis.profile;

import org.jspecify.annotations.NullMarked;
