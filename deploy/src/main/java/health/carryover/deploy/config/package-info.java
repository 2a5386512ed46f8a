/**
 * What an operator can set: keys, their text forms, and the typed tree they become. Must not depend
 * on any other package of Carryover.
 */
@NullMarked
package health.carryover.deploy.config;

import org.jspecify.annotations.NullMarked;
