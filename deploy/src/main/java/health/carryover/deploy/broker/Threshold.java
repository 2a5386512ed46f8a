package health.carryover.deploy.broker;

import health.carryover.deploy.broker.PacketBounds.Finding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the broker on one connection: closes it unless a whole CONNECT comes in time,
 * and when its packets leave their bounds. Confined to the connection's thread.
 */
final class Threshold extends ChannelInboundHandlerAdapter {
  /** DISCONNECT of version 5: the packet is too large. */
  private static final byte[] TOO_LARGE = {(byte) 0xE0, 2, (byte) 0x95, 0};

  private final Strangers.Place place;
  private final PacketBounds bounds;
  private final long patienceMillis;
  private @Nullable ScheduledFuture<?> deadline;
  private boolean over;

  Threshold(Strangers.Place place, PacketBounds bounds, long patienceMillis) {
    this.place = place;
    this.bounds = bounds;
    this.patienceMillis = patienceMillis;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    deadline =
        context
            .executor()
            .schedule(
                () -> end(context, Strangers.Reason.TOO_SLOW),
                patienceMillis,
                TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (over || !(message instanceof ByteBuf bytes)) {
      ReferenceCountUtil.release(message);
      return;
    }
    Finding finding = bounds.look(bytes);
    if (finding == Finding.FINE) {
      if (bounds.connected()) {
        known();
      }
      context.fireChannelRead(bytes);
      return;
    }
    bytes.release();
    if (finding == Finding.TOO_LARGE && bounds.isVersion5() && bounds.connected()) {
      place.count(Strangers.Reason.TOO_LARGE);
      over = true;
      context
          .writeAndFlush(Unpooled.wrappedBuffer(TOO_LARGE))
          .addListener(ChannelFutureListener.CLOSE);
    } else {
      end(
          context,
          finding == Finding.TOO_LARGE ? Strangers.Reason.TOO_LARGE : Strangers.Reason.NOT_MQTT);
    }
  }

  private void end(ChannelHandlerContext context, Strangers.Reason reason) {
    if (!over) {
      over = true;
      place.count(reason);
      var unused = context.close();
    }
  }

  private void known() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
      place.leave();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (deadline != null) {
      deadline.cancel(false);
    }
    context.fireChannelInactive();
  }

  /** Without a word: a stranger's broken handshake is nothing to log. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (bounds.connected()) {
      context.fireExceptionCaught(cause);
    } else {
      end(context, Strangers.Reason.NOT_MQTT);
    }
  }
}
