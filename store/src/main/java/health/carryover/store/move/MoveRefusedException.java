package health.carryover.store.move;

/** Stores cannot be moved, or were not moved right, for a reason the operator can see to. */
public final class MoveRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  public MoveRefusedException(String message) {
    super(message);
  }
}
