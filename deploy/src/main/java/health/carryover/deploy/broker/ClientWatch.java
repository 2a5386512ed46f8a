package health.carryover.deploy.broker;

/** Hears of what clients read that were let in. Any thread; must not block. */
public interface ClientWatch {

  /** A client asks for what matches {@code filter}, which it may read. */
  void subscribes(String filter);

  /** A client comes that may have asked before, in a session that is still there. */
  void returns(String clientId);

  /** Hears nothing. */
  static ClientWatch none() {
    return new ClientWatch() {
      @Override
      public void subscribes(String filter) {}

      @Override
      public void returns(String clientId) {}
    };
  }
}
