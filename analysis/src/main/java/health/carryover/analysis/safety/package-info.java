/**
 * How soon a person must look at what a patient answered to a safety question. Depends on the JDK
 * alone.
 */
@NullMarked
package health.carryover.analysis.safety;

import org.jspecify.annotations.NullMarked;
