package health.carryover.deploy.broker;

import health.carryover.analysis.port.MemoryDeviceCredentials;
import health.carryover.deploy.tls.Authorities;
import health.carryover.deploy.tls.Identity;
import health.carryover.deploy.tls.TestCertificates;
import health.carryover.deploy.tls.Tls;
import health.carryover.ingest.device.DeviceDoor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A broker with the rights of the product: the embedded one, or Mosquitto with the shipped files.
 * Devices speak TLS to it. Beside devices and service there is an observer who may read anything.
 */
abstract class GuardedBroker implements AutoCloseable {
  static final String OBSERVER = "observer";
  private static final List<String> DEVICES = List.of("d1", "d2", "d12");

  final TestCertificates made;
  private final Map<String, String> secrets = new HashMap<>();

  private GuardedBroker(TestCertificates made) {
    this.made = made;
  }

  /** Where devices connect, over TLS. */
  abstract int devicePort();

  /** The service's own connection. */
  abstract RawClient service() throws Exception;

  /** A client that may read anything. */
  abstract RawClient observer() throws Exception;

  /** The topics of what came with no queue of the broker between. */
  List<String> direct() {
    return List.of();
  }

  @Override
  public abstract void close();

  String secret(String device) {
    return secrets.get(device);
  }

  RawClient device(String name) throws IOException {
    try {
      return RawClient.connect(devicePort(), made.client(), name, name, secret(name));
    } catch (IOException refused) {
      throw refused;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static GuardedBroker start(String kind, Path folder, TestCertificates made) throws Exception {
    return switch (kind) {
      case "embedded" -> new Embedded(folder, made);
      case "direct" -> new Embedded(folder, made).delivering();
      default -> new Real(folder, made);
    };
  }

  private static final class Embedded extends GuardedBroker {
    private final EmbeddedBroker broker;
    private final List<String> direct = new CopyOnWriteArrayList<>();

    Embedded(Path folder, TestCertificates made) throws Exception {
      super(made);
      DeviceDoor door = new DeviceDoor(new MemoryDeviceCredentials(), InstantSource.system());
      for (String device : DEVICES) {
        super.secrets.put(device, door.issue("c", device, Instant.EPOCH).orElseThrow());
      }
      Identity server =
          Identity.ofPem(made.certificate("server"), made.key("server"), Instant.now());
      DeviceAccess access =
          new DeviceAccess(
              door,
              Map.of("service", "s"),
              DeviceAccess.Unknown.REFUSED,
              new RefusedLogins(InstantSource.system(), new SimpleMeterRegistry()));
      broker =
          EmbeddedBroker.start(
              BrokerSettings.local(0, folder)
                  .encrypted(
                      new BrokerEncryption(
                          Tls.context(server, Authorities.ofJava()),
                          BrokerEncryption.ClientCertificates.NONE)),
              new Observed(access));
    }

    /** The same, giving away at once what devices publish. */
    GuardedBroker delivering() {
      broker.deliverTo(
          message -> {
            direct.add(message.channel());
            message.acknowledge();
            return true;
          });
      return this;
    }

    @Override
    List<String> direct() {
      return direct;
    }

    @Override
    int devicePort() {
      return broker.port();
    }

    @Override
    RawClient service() throws Exception {
      return RawClient.connect(broker.port(), made.client(), "service", "service", "s");
    }

    @Override
    RawClient observer() throws Exception {
      return RawClient.connect(broker.port(), made.client(), OBSERVER, OBSERVER, "o");
    }

    @Override
    public void close() {
      broker.close();
    }
  }

  /** The product's access, with an observer beside it. */
  private record Observed(BrokerAccess access) implements BrokerAccess {
    @Override
    public @Nullable String admit(Login login) {
      return OBSERVER.equals(login.clientId()) ? OBSERVER : access.admit(login);
    }

    @Override
    public boolean permits(String name, Operation operation, String topic) {
      return OBSERVER.equals(name)
          ? operation == Operation.READ
          : access.permits(name, operation, topic);
    }

    @Override
    public BiPredicate<Operation, String> rights(String name) {
      return OBSERVER.equals(name) ? BrokerAccess.super.rights(name) : access.rights(name);
    }
  }

  private static final class Real extends GuardedBroker {
    private final Mosquitto broker;

    Real(Path folder, TestCertificates made) throws Exception {
      super(made);
      Map<String, String> passwords =
          new HashMap<>(Map.of(Mosquitto.SERVICE, "service-secret", OBSERVER, "observer-secret"));
      for (String device : DEVICES) {
        super.secrets.put(device, "secret-of-" + device);
        passwords.put(device, "secret-of-" + device);
      }
      broker = new Mosquitto(folder, made, passwords, "user " + OBSERVER, "topic read #").start();
    }

    @Override
    int devicePort() {
      return broker.devicePort();
    }

    @Override
    RawClient service() throws Exception {
      return RawClient.connect(
          broker.servicePort(), "carryover-service", Mosquitto.SERVICE, "service-secret");
    }

    @Override
    RawClient observer() throws Exception {
      return RawClient.connect(broker.servicePort(), OBSERVER, OBSERVER, "observer-secret");
    }

    @Override
    public void close() {
      broker.close();
    }
  }
}
