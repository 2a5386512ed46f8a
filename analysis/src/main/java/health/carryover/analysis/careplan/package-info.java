/**
 * What a clinician knows of a patient and agreed with the patient, as it grew version by version.
 * Pure; must not know how it is stored, sent or shown.
 */
@NullMarked
package health.carryover.analysis.careplan;

import org.jspecify.annotations.NullMarked;
