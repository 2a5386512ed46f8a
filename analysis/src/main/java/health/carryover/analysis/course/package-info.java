/**
 * The course of one patient: sessions in the order of their start, each with its load and, once
 * known, its outcome, run through the tolerance filter. Must not know readings, diaries or alerts.
 */
@NullMarked
package health.carryover.analysis.course;

import org.jspecify.annotations.NullMarked;
