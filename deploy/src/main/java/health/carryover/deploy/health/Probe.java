package health.carryover.deploy.health;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One thing that must be well for the service to do its work.
 *
 * @param name short, lower case, for machines
 * @param complaint what is wrong now in words, without health data; empty: all is well. Called on
 *     an event loop, so it looks at what is known and waits for nothing
 */
public record Probe(String name, Supplier<Optional<String>> complaint) {}
