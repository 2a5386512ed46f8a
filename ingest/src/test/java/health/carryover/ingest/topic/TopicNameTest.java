package health.carryover.ingest.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "carryover/v1/clinic_A-1/watch-7/up/heart-rate",
        "carryover/v1/clinic_A-1/watch-7/up/something-new",
        "carryover/v1/clinic_A-1/watch-7/status",
        "carryover/v1/clinic_A-1/watch-7/down/sync",
        "carryover/v1/clinic_A-1/watch-7/down/feedback",
        "carryover/v1/clinic_A-1/alerts",
        "service/profile/clinic_A-1/Patient_9"
      })
  void parsingAndWritingAreInverse(String text) {
    assertThat(TopicName.parse(text)).map(TopicName::text).hasValue(text);
    assertThat(TopicName.parse(text)).map(TopicName::clinic).hasValue("clinic_A-1");
  }

  @Test
  void knowsTheStream() {
    assertThat(TopicName.parse("carryover/v1/c/d/up/pain"))
        .contains(new TopicName.Up("c", "d", StreamName.PAIN));
    assertThat(new TopicName.Up("c", "d", "pain").stream()).contains(StreamName.PAIN);
    assertThat(new TopicName.Up("c", "d", "unheard-of").stream()).isEmpty();
    assertThat(new TopicName.Up("c", "d", "profile").stream()).isEmpty();
    assertThat(new TopicName.Up("c", "d", "status").stream()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "carryover/v1/",
        "carryover/v1",
        "carryover/v2/c/d/up/pain",
        "carryover/v1/c/d/up",
        "carryover/v1/c/d/up/",
        "carryover/v1/c/d/up/pain/more",
        "carryover/v1//d/up/pain",
        "carryover/v1/c//up/pain",
        "carryover/v1/c/D/up/pain",
        "carryover/v1/c/d_1/up/pain",
        "carryover/v1/c c/d/up/pain",
        "carryover/v1/c/d/sideways/pain",
        "carryover/v1/+/d/up/pain",
        "carryover/v1/c/#",
        "carryover/v1/c/d/up/pain\u0000",
        "service/profile/c",
        "service/profile/c/p/q",
        "service/profile/c/",
        "$SYS/broker"
      })
  void refusesWhatIsNoneOfThem(String text) {
    assertThat(TopicName.parse(text)).isEmpty();
  }

  @Test
  void idsHaveAtMost64Characters() {
    assertThat(TopicName.parse("carryover/v1/c/" + "d".repeat(64) + "/status")).isPresent();
    assertThat(TopicName.parse("carryover/v1/c/" + "d".repeat(65) + "/status")).isEmpty();
    assertThat(TopicName.parse("carryover/v1/" + "c".repeat(1_000_000) + "/d/status")).isEmpty();
  }

  @Test
  void filtersCoverTheTopics() {
    assertThat(TopicFilters.ofTheService())
        .containsExactly("carryover/v1/+/+/up/+", "carryover/v1/+/+/status");
    assertThat(TopicFilters.down("c", "d")).isEqualTo("carryover/v1/c/d/down/+");
  }
}
