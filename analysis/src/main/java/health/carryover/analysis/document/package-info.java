/**
 * The outside form of outcomes: trees of maps, lists, text, numbers and nulls with the names of the
 * published contract. The one place that knows those names; a shell only has to print the tree.
 */
@NullMarked
package health.carryover.analysis.document;

import org.jspecify.annotations.NullMarked;
