package health.carryover.deploy.simulate;

/**
 * One promise that was looked at.
 *
 * @param name stable, for machines: lower case with hyphens
 * @param promise in words
 * @param kept whether the installation kept it
 * @param found what was counted
 */
public record Check(String name, String promise, boolean kept, String found) {}
