package health.carryover.deploy.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.deploy.tls.TestCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a device can reach that tries everything: every kind of topic of every other device, clinic
 * and version, and every filter made of them by wildcards at any level. The same at the embedded
 * broker, where it gives messages away directly, and at Mosquitto with the files that ship.
 */
class TopicRightsTest {
  private static final List<String> OF_A_DEVICE =
      List.of(
          "up/heart-rate",
          "up/heart-rate-ble",
          "up/session",
          "up/pain",
          "up/recovery",
          "up/safety",
          "status",
          "down/sync",
          "down/feedback");
  private static final String OWN_UP = "carryover/v1/c/d2/up/pain";
  private static final String OWN_DOWN = "carryover/v1/c/d2/down/feedback";

  @TempDir static Path certificates;
  private static TestCertificates made;

  @TempDir Path folder;

  @BeforeAll
  static void make() throws Exception {
    made = TestCertificates.in(certificates).server("server");
  }

  private GuardedBroker start(String kind) throws Exception {
    if (kind.equals("mosquitto")) {
      Mosquitto.require();
    }
    return GuardedBroker.start(kind, folder, made);
  }

  /** Everything that is not d2's to write. */
  private static Set<String> foreignTopics() {
    Set<String> topics = new LinkedHashSet<>();
    for (String whose :
        List.of(
            "c/d1", "c/d12", "c/d", "c/D2", "other/d2", "c/%u", "c/%c", "c/d2%", "c/d1/../d2")) {
      OF_A_DEVICE.forEach(leaf -> topics.add("carryover/v1/" + whose + "/" + leaf));
    }
    for (String own : List.of("down/sync", "down/feedback", "up", "down", "up/pain/more", "")) {
      topics.add("carryover/v1/c/d2/" + own);
    }
    topics.addAll(
        List.of(
            "carryover/v1/c/d2/../d1/up/pain",
            "carryover/v1/c/d2/up/../../d1/up/pain",
            "carryover/v1/c/d2/status/x",
            "carryover/v1/c//up/pain",
            "carryover/v1/c/d2//up/pain",
            "/carryover/v1/c/d2/up/pain",
            "carryover/v1/c/alerts",
            "carryover/v1/other/alerts",
            "carryover/v2/c/d2/up/pain",
            "carryover/v1/c",
            "carryover",
            "service/profile/c/p1",
            "service/replay/c/d1/1",
            "$share/carryover/carryover/v1/c/d1/up/pain",
            "$SYS/broker/uptime",
            "anything"));
    return topics;
  }

  /** Filters that match others' topics: each level as it is, +, or the end by #. */
  private static Set<String> foreignFilters() {
    Set<String> filters = new LinkedHashSet<>();
    for (String leaf : List.of("down/sync", "up/pain", "status")) {
      String[] levels = ("carryover/v1/c/d1/" + leaf).split("/");
      for (int pluses = 0; pluses < 1 << levels.length; pluses++) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < levels.length; i++) {
          filters.add(String.join("/", with(parts, "#")));
          parts.add((pluses & 1 << i) == 0 ? levels[i] : "+");
        }
        filters.add(String.join("/", parts));
        filters.add(String.join("/", with(parts, "#")));
      }
    }
    filters.remove("carryover/v1/c/d1/down/sync");
    List<String> plain = List.copyOf(filters);
    plain.stream()
        .filter(filter -> filter.hashCode() % 7 == 0)
        .forEach(filter -> filters.add("$share/g/" + filter));
    filters.addAll(
        List.of(
            "carryover/v1/c/d1/down/sync",
            "carryover/v1/c/alerts",
            "carryover/v1/c/%u/down/sync",
            "carryover/v1/c/d2/../d1/down/sync",
            "$share/carryover/carryover/v1/+/+/up/+",
            "$share/carryover/carryover/v1/+/+/status",
            "$share/g/carryover/v1/c/d1/down/+",
            "$SYS/#"));
    return filters;
  }

  private static List<String> with(List<String> parts, String last) {
    List<String> all = new ArrayList<>(parts);
    all.add(last);
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "direct", "mosquitto"})
  void nothingReachesAnotherTopicRetainedOrNot(String kind) throws Exception {
    try (GuardedBroker broker = start(kind);
        RawClient observer = broker.observer()) {
      assertThat(observer.subscribe("#")).isTrue();
      RawClient sly = broker.device("d2");
      boolean retained = false;
      for (String topic : foreignTopics()) {
        assertThat(retained ? sly.publishRetained(topic) : sly.publish(topic)).as(topic).isFalse();
        if (sly.hasEnded()) {
          // Perhaps for the topic before: this one is tried on a connection of its own.
          sly = broker.device("d2");
          assertThat(sly.publish(topic)).as(topic).isFalse();
        }
        retained = !retained;
      }
      sly.close();
      try (RawClient device = broker.device("d2")) {
        assertThat(device.publish(OWN_UP)).isTrue();
      }
      if (kind.equals("direct")) {
        assertThat(broker.direct()).containsExactly(OWN_UP);
      } else {
        assertThat(observer.take()).isEqualTo(OWN_UP);
      }
      assertThat(observer.taken()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "direct", "mosquitto"})
  void nothingOfOthersIsReadByAnyFilter(String kind) throws Exception {
    try (GuardedBroker broker = start(kind);
        RawClient service = broker.service();
        RawClient victim = broker.device("d1")) {
      assertThat(service.publishRetained("carryover/v1/c/d1/down/sync")).isTrue();
      assertThat(victim.publishRetained("carryover/v1/c/d1/status")).isTrue();
      List<RawClient> thieves = new ArrayList<>();
      RawClient thief = broker.device("d2");
      thieves.add(thief);
      int granted = 0;
      for (String filter : foreignFilters()) {
        if (thief.subscribe(filter)) {
          granted++;
        }
        if (thief.hasEnded()) {
          // Perhaps for the filter before: this one is tried on a connection of its own.
          thief = broker.device("d2");
          thieves.add(thief);
          granted += thief.subscribe(filter) ? 1 : 0;
        }
      }
      // The one refuses the subscription, the other lets nothing of it through.
      assertThat(granted == 0 || kind.equals("mosquitto")).as("%d granted", granted).isTrue();
      assertThat(victim.publish("carryover/v1/c/d1/up/pain")).isTrue();
      assertThat(victim.publish("carryover/v1/c/d1/status")).isTrue();
      assertThat(service.publish("carryover/v1/c/d1/down/sync")).isTrue();
      assertThat(service.publish("carryover/v1/c/d1/down/feedback")).isTrue();
      assertThat(service.publish("carryover/v1/c/alerts")).isTrue();
      assertThat(thief.subscribe("carryover/v1/c/d2/down/+")).isTrue();
      assertThat(service.publish(OWN_DOWN)).isTrue();
      assertThat(thief.take()).isEqualTo(OWN_DOWN);
      for (RawClient one : thieves) {
        assertThat(one.taken()).allMatch(topic -> topic.startsWith("carryover/v1/c/d2/down/"));
        one.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "direct", "mosquitto"})
  void nobodyComesInUnderTheNameOrClientIdOfAnother(String kind) throws Exception {
    try (GuardedBroker broker = start(kind);
        RawClient victim = broker.device("d1")) {
      for (String[] wrong :
          new String[][] {
            {"d1", "d1", broker.secret("d2")},
            {"d1", "d1", ""},
            {"d1", null, null},
            {"d9", "d9", broker.secret("d2")},
            {"+", "+", broker.secret("d2")},
            {"#", "#", broker.secret("d2")},
            {"d1/../d2", "d1/../d2", broker.secret("d2")},
            {"service", "service", broker.secret("d2")},
            {Mosquitto.SERVICE, Mosquitto.SERVICE, broker.secret("d2")}
          }) {
        assertThatThrownBy(
                () ->
                    RawClient.connect(
                        broker.devicePort(), made.client(), wrong[0], wrong[1], wrong[2]))
            .as("%s as %s", wrong[1], wrong[0])
            .isInstanceOf(IOException.class);
      }
      // With its own name and another's client id: refused, or known by its own name all the same.
      try (RawClient sly =
          RawClient.connect(broker.devicePort(), made.client(), "d1", "d2", broker.secret("d2"))) {
        assertThat(sly.publish("carryover/v1/c/d1/up/pain")).isFalse();
      } catch (IOException refused) {
        assertThat(kind).isNotEqualTo("mosquitto");
      }
      assertThat(victim.publish("carryover/v1/c/d1/up/pain")).isTrue();
    }
  }
}
