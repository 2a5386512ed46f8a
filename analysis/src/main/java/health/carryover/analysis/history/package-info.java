/**
 * A session beside the patient's earlier ones: heart-rate signals against one's own sessions of the
 * same template, the load of the weeks around it, and which session a flare belongs to. Pure; must
 * not know readings that were forgotten, alerts or guidance.
 */
@NullMarked
package health.carryover.analysis.history;

import org.jspecify.annotations.NullMarked;
