/**
 * Measures whether one patient's flood delays another's live alert: the whole service with its own
 * broker, phones that upload what they held back, and live sessions beside them. Nothing depends on
 * it but the command.
 */
@NullMarked
package health.carryover.deploy.bench.fairness;

import org.jspecify.annotations.NullMarked;
