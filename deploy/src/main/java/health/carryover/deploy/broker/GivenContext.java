package health.carryover.deploy.broker;

import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.remoting.impl.ssl.DefaultSSLContextFactory;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextConfig;

/**
 * Gives the broker library the TLS context that stands in an acceptor's parameters. By itself the
 * library reads keystores from files alone. Found by the name of its service; without state.
 */
public final class GivenContext extends DefaultSSLContextFactory {
  private static final int BEFORE_THE_LIBRARYS_OWN = 100;

  @Override
  public SSLContext getSSLContext(SSLContextConfig config, Map<String, Object> parameters)
      throws Exception {
    return parameters.get(TransportConstants.SSL_CONTEXT_PROP_NAME) instanceof SSLContext given
        ? given
        : super.getSSLContext(config, parameters);
  }

  @Override
  public int getPriority() {
    return BEFORE_THE_LIBRARYS_OWN;
  }
}
