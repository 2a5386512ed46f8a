package health.carryover.deploy.broker;

/** No access control at all. The broker refuses to start with it on any but a loopback address. */
enum AnyoneOnThisMachine implements BrokerAccess {
  INSTANCE;

  @Override
  public String admit(Login login) {
    return login.clientId();
  }

  @Override
  public Reach reach() {
    return Reach.LOOPBACK_ALONE;
  }

  @Override
  public boolean permits(String name, Operation operation, String topic) {
    return true;
  }
}
