package health.carryover.ingest.mqtt;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/** The outcome of connecting. Told by a thread of the library, awaited by the owning thread. */
final class ConnectAttempt implements MqttActionListener {

  private static final long GIVE_UP_MILLIS = 6_000;

  private final BufferedSocketFactory sockets;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Throwable failure;

  ConnectAttempt(BufferedSocketFactory sockets) {
    this.sockets = sockets;
  }

  /** Waits for success; throws whatever else comes of it. */
  void await(long millis) throws MqttException, MqttUnavailableException {
    try {
      if (!ended.await(millis, TimeUnit.MILLISECONDS)) {
        giveUp();
        throw new MqttUnavailableException("no connection: no answer", null);
      }
    } catch (InterruptedException e) {
      giveUp();
      Thread.currentThread().interrupt();
      throw new MqttUnavailableException("no connection: interrupted", e);
    }
    Throwable reason = failure;
    if (reason != null) {
      throw reason instanceof MqttException known ? known : new MqttException(reason);
    }
  }

  /**
   * Lets the attempt fail by itself: told to disconnect while it starts its threads, the library
   * leaks one that waits for another.
   */
  private void giveUp() {
    sockets.end();
    try {
      ended.await(GIVE_UP_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onSuccess(IMqttToken token) {
    ended.countDown();
  }

  @Override
  public void onFailure(IMqttToken token, Throwable cause) {
    failure = cause;
    ended.countDown();
  }
}
