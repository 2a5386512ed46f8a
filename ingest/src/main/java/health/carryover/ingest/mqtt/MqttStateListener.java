package health.carryover.ingest.mqtt;

/** Hears of every change of a link's state, in order, on the link's own thread; must not block. */
@FunctionalInterface
public interface MqttStateListener {

  void stateChanged(MqttState state);

  /** A listener for those who do not care. */
  static MqttStateListener none() {
    return state -> {};
  }
}
