/**
 * What the stores around the core must do. Implementations live in other modules and pass the
 * contract suites found beside the tests of this package. Times are kept to the millisecond.
 */
@NullMarked
package health.carryover.analysis.port;

import org.jspecify.annotations.NullMarked;
