package health.carryover.deploy.fault;

/**
 * How long and with which chance the fault tests run: {@code -Dcarryover.fault.rounds=20} makes
 * them twenty times as long, {@code -Dcarryover.seed=...} repeats a run.
 */
final class FaultRounds {

  private FaultRounds() {}

  /** So many in a quick run, and as many times more as was asked for. */
  static int of(int quick) {
    return quick * Integer.getInteger("carryover.fault.rounds", 1);
  }
}
