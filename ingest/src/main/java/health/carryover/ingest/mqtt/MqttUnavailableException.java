package health.carryover.ingest.mqtt;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The broker cannot be reached or did not take what was asked; worth another try later. The message
 * names neither topics nor clients.
 */
public final class MqttUnavailableException extends IOException {

  private static final long serialVersionUID = 1L;

  MqttUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
