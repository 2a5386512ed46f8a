package health.carryover.deploy.broker;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link DirectDelivery} before the library on every connection, when its CONNECT comes and
 * before the library looks at it. Who receives, who paces and who watches may be named at any time.
 * Thread-safe.
 */
final class DirectWay implements MQTTInterceptor {
  private final AtomicReference<@Nullable UploadPacing> pacing = new AtomicReference<>();
  private final DirectCounts counts = new DirectCounts();
  private volatile @Nullable DirectReceiver receiver;
  private volatile ClientWatch watch = ClientWatch.none();

  @Override
  public boolean intercept(MqttMessage packet, RemotingConnection connection) {
    if (packet instanceof MqttConnectMessage connect
        && connection.getTransportConnection() instanceof NettyConnection netty) {
      join(netty.getChannel(), connect);
    }
    return true;
  }

  private void join(Channel channel, MqttConnectMessage connect) {
    ChannelPipeline pipeline = channel.pipeline();
    ChannelHandlerContext library = pipeline.context(MQTTProtocolHandler.class);
    if (library == null || pipeline.get(DirectDelivery.class) != null) {
      return;
    }
    UploadPacing paced = pacing.get();
    pipeline.addBefore(
        library.name(),
        "direct-delivery",
        new DirectDelivery(
            library,
            this,
            paced == null ? null : paced.join(channel, connect.payload().clientIdentifier()),
            connect));
  }

  /** Who receives what devices publish, or null. */
  @Nullable DirectReceiver receiver() {
    return receiver;
  }

  void receiver(@Nullable DirectReceiver next) {
    receiver = next;
  }

  ClientWatch watch() {
    return watch;
  }

  void watch(ClientWatch next) {
    watch = next;
  }

  void pacing(UploadPacing begun) {
    if (!pacing.compareAndSet(null, begun)) {
      throw new IllegalStateException("paced before");
    }
  }

  @Nullable UploadPacing pacing() {
    return pacing.get();
  }

  DirectCounts counts() {
    return counts;
  }
}
