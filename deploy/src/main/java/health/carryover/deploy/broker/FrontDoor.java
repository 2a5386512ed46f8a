package health.carryover.deploy.broker;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;

/**
 * Listens in the library's place and hands connections over to it, a {@link Threshold} before each:
 * the library itself would take HTTP of any size before it knows who sends it, keep a connection
 * for good whose first bytes it does not understand, and collect packets of up to 256 MiB.
 */
final class FrontDoor implements AutoCloseable {
  private static final int THREADS_PER_CORE = 3;

  /** Bytes read of a connection at once: a few messages, for whoever uploads can then be paused. */
  private static final int MOST_READ = 2_048;

  private static final int READ_FIRST = 1_024;
  private static final int LEAST_READ = 64;

  private final EventLoopGroup threads;
  private final Channel listening;
  private final Strangers strangers;

  private FrontDoor(EventLoopGroup threads, Channel listening, Strangers strangers) {
    this.threads = threads;
    this.listening = listening;
    this.strangers = strangers;
  }

  /**
   * Begins to listen.
   *
   * @throws Exception of the socket, if it cannot
   */
  static FrontDoor open(NettyAcceptor acceptor, BrokerSettings settings) throws Exception {
    EventLoopGroup threads =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors() * THREADS_PER_CORE,
            new DefaultThreadFactory("broker-connections", true),
            NioIoHandler.newFactory());
    Strangers strangers = new Strangers();
    try {
      Channel listening =
          new ServerBootstrap()
              .group(threads)
              .channel(NioServerSocketChannel.class)
              .option(ChannelOption.SO_REUSEADDR, true)
              .childOption(ChannelOption.TCP_NODELAY, true)
              .childOption(ChannelOption.SO_KEEPALIVE, true)
              .childOption(
                  ChannelOption.RECVBUF_ALLOCATOR,
                  new AdaptiveRecvByteBufAllocator(LEAST_READ, READ_FIRST, MOST_READ))
              .childHandler(new Entrance(acceptor, settings, strangers))
              .bind(new InetSocketAddress(settings.host(), settings.port()))
              .sync()
              .channel();
      return new FrontDoor(threads, listening, strangers);
    } catch (Exception failed) {
      threads.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
      throw failed;
    }
  }

  /** The port it listens on. */
  int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  Strangers strangers() {
    return strangers;
  }

  /** Listens no more. The connections there are stay until {@link #close}. */
  void shut() {
    listening.close().awaitUninterruptibly();
  }

  @Override
  public void close() {
    shut();
    threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** Prepares a new connection. */
  private static final class Entrance extends ChannelInitializer<SocketChannel> {
    private final NettyAcceptor acceptor;
    private final BrokerSettings settings;
    private final Strangers strangers;

    Entrance(NettyAcceptor acceptor, BrokerSettings settings, Strangers strangers) {
      this.acceptor = acceptor;
      this.settings = settings;
      this.strangers = strangers;
    }

    @Override
    protected void initChannel(SocketChannel channel) throws Exception {
      InetSocketAddress from = channel.remoteAddress();
      Optional<Strangers.Place> place =
          from == null ? Optional.empty() : strangers.enter(from.getAddress());
      if (place.isEmpty()) {
        var unused = channel.close();
        return;
      }
      channel.closeFuture().addListener(gone -> place.get().leave());
      if (settings.encryption() != null) {
        SslHandler tls =
            acceptor.getSslHandler(channel.alloc(), from.getHostString(), from.getPort());
        // The library looks for it under this name.
        channel.pipeline().addLast("ssl", tls);
      }
      channel
          .pipeline()
          .addLast(
              new Threshold(
                  place.get(),
                  new PacketBounds(settings.maximumPacketBytes()),
                  settings.connectWithin().toMillis()));
      acceptor.transfer(channel);
    }
  }
}
