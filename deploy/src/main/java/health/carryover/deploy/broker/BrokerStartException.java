package health.carryover.deploy.broker;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The broker could not start; the message is one sentence for the operator. */
public final class BrokerStartException extends IOException {

  private static final long serialVersionUID = 1L;

  BrokerStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
