package health.carryover.deploy.broker;

import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.deploy.broker.BrokerAccess.Operation;
import health.carryover.deploy.broker.DirectCounts.Fate;
import health.carryover.ingest.journal.Arrival;
import health.carryover.ingest.topic.TopicName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubAckMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.util.AttributeKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the library on one connection and gives what a device publishes under its {@code
 * up/} at QoS 0 or 1 to the {@link DirectReceiver}: the device's PUBACK then says that the message
 * is in the journal, and the broker keeps no second copy on disk. Whatever is not plainly such a
 * message, or cannot be taken now, goes the broker's own way, and comes to the service through its
 * subscription.
 *
 * <p>PUBACKs leave in the order of the messages (MQTT 5, section 4.6), whichever way these went.
 * Confined to the connection's thread but for what the receiver calls.
 */
final class DirectDelivery extends ChannelDuplexHandler {
  /** What the client may do; set when it is admitted. */
  static final AttributeKey<BiPredicate<Operation, String>> RIGHTS =
      AttributeKey.valueOf(DirectDelivery.class, "RIGHTS");

  private static final int PUBACK_BYTES = 4;
  private static final int PUBACK_HEADER = 0x4002;

  /** Says nothing and asks for nothing, and the library notes that it has heard the client. */
  private static final MqttMessage HEARD =
      new MqttMessage(
          new MqttFixedHeader(MqttMessageType.AUTH, false, MqttQoS.AT_MOST_ONCE, false, 0),
          new MqttReasonCodeAndPropertiesVariableHeader(
              MqttReasonCodeAndPropertiesVariableHeader.REASON_CODE_OK,
              MqttProperties.NO_PROPERTIES));

  private final ChannelHandlerContext library;
  private final DirectWay way;
  private final UploadPacing.@Nullable Share share;
  private final long silenceNanos;
  private final ArrayDeque<Unanswered> unanswered = new ArrayDeque<>();
  private final AtomicBoolean answering = new AtomicBoolean();
  private final List<String> asked = new ArrayList<>();
  private final String clientId;
  private final boolean returns;
  private boolean accepted;

  /** One that the client may publish to: rights last as long as the connection. */
  private @Nullable String ownStream;

  private long heardAtNanos = System.nanoTime();

  /**
   * @param library before which this stands
   * @param share null for a client that is never paced
   * @param connect what the client began with
   */
  DirectDelivery(
      ChannelHandlerContext library,
      DirectWay way,
      UploadPacing.@Nullable Share share,
      MqttConnectMessage connect) {
    this.library = library;
    this.way = way;
    this.share = share;
    this.silenceNanos = silenceNanos(connect.variableHeader().keepAliveTimeSeconds());
    this.clientId = connect.payload().clientIdentifier();
    this.returns = !connect.variableHeader().isCleanSession();
  }

  /**
   * How long the library may hear nothing: well under what the client named, or under what the
   * library takes where it named nothing or more than that.
   */
  static long silenceNanos(int keepAliveSeconds) {
    int kept =
        keepAliveSeconds == 0
            ? MQTTUtil.DEFAULT_SERVER_KEEP_ALIVE
            : Math.min(keepAliveSeconds, MQTTUtil.DEFAULT_SERVER_KEEP_ALIVE);
    return TimeUnit.SECONDS.toNanos(kept) / 4;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof MqttPublishMessage publish)) {
      if (message instanceof MqttSubscribeMessage subscribe) {
        subscribe.payload().topicSubscriptions().forEach(one -> asked.add(one.topicFilter()));
        tellWatch();
      }
      pass(context, message);
      return;
    }
    MqttQoS qos = publish.fixedHeader().qosLevel();
    boolean heldBack =
        share != null && share.came(publish.payload().readableBytes(), qos != MqttQoS.AT_MOST_ONCE);
    if (accepted && isPlain(publish) && take(context, publish, heldBack)) {
      publish.release();
      return;
    }
    if (qos == MqttQoS.AT_LEAST_ONCE) {
      unanswered.addLast(new Unanswered(publish.variableHeader().packetId()));
    }
    pass(context, message);
  }

  /** Nobody hears of clients that were not let in. */
  private void tellWatch() {
    if (accepted) {
      asked.stream().filter(filter -> may(Operation.READ, filter)).forEach(way.watch()::subscribes);
      asked.clear();
    }
  }

  private void pass(ChannelHandlerContext context, Object message) {
    heardAtNanos = System.nanoTime();
    context.fireChannelRead(message);
  }

  /** Whether nothing about it concerns the broker. */
  private boolean isPlain(MqttPublishMessage publish) {
    MqttPublishVariableHeader header = publish.variableHeader();
    return publish.fixedHeader().qosLevel() != MqttQoS.EXACTLY_ONCE
        && !publish.fixedHeader().isRetain()
        && header.properties().getProperty(MqttProperties.TOPIC_ALIAS) == null
        && CleanTexts.areIn(publish)
        && isOwnStream(header.topicName());
  }

  private boolean isOwnStream(String topic) {
    if (topic.equals(ownStream)) {
      return true;
    }
    boolean own =
        TopicName.parse(topic).filter(TopicName.Up.class::isInstance).isPresent()
            && may(Operation.PUBLISH, topic);
    if (own) {
      ownStream = topic;
    }
    return own;
  }

  private boolean may(Operation operation, String topic) {
    BiPredicate<Operation, String> rights = library.channel().attr(RIGHTS).get();
    return rights != null && rights.test(operation, topic);
  }

  private boolean take(
      ChannelHandlerContext context, MqttPublishMessage publish, boolean heldBack) {
    DirectReceiver receiver = way.receiver();
    if (receiver == null) {
      return false;
    }
    Direct direct = new Direct(context, publish, heldBack);
    boolean answered = publish.fixedHeader().qosLevel() == MqttQoS.AT_LEAST_ONCE;
    if (answered) {
      // Before it is given away: it may be durable at once.
      unanswered.addLast(direct);
    }
    if (!receiver.take(direct)) {
      if (answered) {
        unanswered.removeLast();
      }
      return false;
    }
    way.counts().count(Fate.RECEIVED);
    if (System.nanoTime() - heardAtNanos > silenceNanos) {
      pass(context, HEARD);
    }
    return true;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof MqttConnAckMessage greeting) {
      accepted =
          greeting.variableHeader().connectReturnCode()
              == MqttConnectReturnCode.CONNECTION_ACCEPTED;
      if (accepted && returns) {
        way.watch().returns(clientId);
      }
      tellWatch();
    } else if (message instanceof MqttPubAckMessage answer) {
      for (Unanswered publish : unanswered) {
        if (publish.waitsForBroker(answer.variableHeader().messageId())) {
          publish.answer = answer;
          answer(context);
          promise.trySuccess();
          return;
        }
      }
    } else if (share != null && isReceived(message)) {
      share.answered(1);
    }
    var unused = context.write(message, promise);
  }

  private static void write(ChannelHandlerContext context, Object message) {
    var unused = context.write(message, context.voidPromise());
  }

  private static boolean isReceived(Object message) {
    return message instanceof MqttMessage answer
        && answer.fixedHeader().messageType() == MqttMessageType.PUBREC;
  }

  /** Sends the answers that are due, in the order of the messages. */
  private void answer(ChannelHandlerContext context) {
    ByteBuf direct = null;
    int answered = 0;
    while (!unanswered.isEmpty() && unanswered.getFirst().isDue()) {
      Unanswered publish = unanswered.removeFirst();
      answered++;
      if (publish.answer == null) {
        if (direct == null) {
          direct = context.alloc().buffer();
        }
        direct.ensureWritable(PUBACK_BYTES);
        direct.writeShort(PUBACK_HEADER).writeShort(publish.packetId);
      } else {
        if (direct != null) {
          write(context, direct);
          direct = null;
        }
        write(context, publish.answer);
      }
    }
    if (direct != null) {
      write(context, direct);
    }
    if (answered > 0) {
      context.flush();
      if (share != null) {
        share.answered(answered);
      }
    }
  }

  private void answerSoon(ChannelHandlerContext context) {
    if (answering.compareAndSet(false, true)) {
      context
          .executor()
          .execute(
              () -> {
                answering.set(false);
                if (context.channel().isActive()) {
                  answer(context);
                }
              });
    }
  }

  /** What the journal could not take is the broker's to keep. */
  private void giveToBroker(ChannelHandlerContext context, Direct direct) {
    if (!context.channel().isActive()) {
      return;
    }
    direct.toBroker = true;
    way.counts().count(Fate.PASSED);
    pass(context, direct.again());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    unanswered.clear();
    if (share != null) {
      share.gone();
    }
    context.fireChannelInactive();
  }

  /** A message at QoS 1 whose PUBACK has not left. */
  private static class Unanswered {
    final int packetId;
    boolean toBroker = true;
    @Nullable MqttPubAckMessage answer;

    Unanswered(int packetId) {
      this.packetId = packetId;
    }

    boolean waitsForBroker(int id) {
      return toBroker && answer == null && packetId == id;
    }

    boolean isDue() {
      return answer != null;
    }
  }

  /** A message that was taken. */
  private final class Direct extends Unanswered implements Arrival {
    private final ChannelHandlerContext context;
    private final MqttFixedHeader fixedHeader;
    private final MqttPublishVariableHeader header;
    private final byte[] payload;
    private final boolean heldBack;
    private volatile boolean durable;

    Direct(ChannelHandlerContext context, MqttPublishMessage publish, boolean heldBack) {
      super(publish.variableHeader().packetId());
      this.context = context;
      this.fixedHeader = publish.fixedHeader();
      this.header = publish.variableHeader();
      this.payload = ByteBufUtil.getBytes(publish.payload());
      this.heldBack = heldBack;
      this.toBroker = false;
    }

    @Override
    boolean isDue() {
      return durable || answer != null;
    }

    MqttPublishMessage again() {
      return new MqttPublishMessage(fixedHeader, header, Unpooled.wrappedBuffer(payload));
    }

    @Override
    public String channel() {
      return header.topicName();
    }

    @Override
    public @Nullable String contentType() {
      return header.properties().getProperty(MqttProperties.CONTENT_TYPE)
              instanceof MqttProperties.StringProperty type
          ? type.value()
          : null;
    }

    @Override
    public byte[] payload() {
      return payload;
    }

    @Override
    public boolean heldBack() {
      return heldBack;
    }

    @Override
    public void acknowledge() {
      durable = true;
      if (!context.channel().isActive()) {
        way.counts().count(Fate.STALE);
        return;
      }
      way.counts().count(Fate.ACKNOWLEDGED);
      if (fixedHeader.qosLevel() == MqttQoS.AT_LEAST_ONCE) {
        answerSoon(context);
      }
    }

    /** Nobody would send again what asked for no answer. */
    @Override
    public AfterFailure failed(StoreUnavailableException why) {
      if (fixedHeader.qosLevel() == MqttQoS.AT_MOST_ONCE) {
        return AfterFailure.RETRY;
      }
      context.executor().execute(() -> giveToBroker(context, this));
      return AfterFailure.GIVE_UP;
    }
  }
}
