package health.carryover.ingest.codec;

import static health.carryover.ingest.codec.Messages.on;
import static health.carryover.ingest.codec.Messages.up;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageIdentityTest {
  private static final String AT = "\"at\":\"2026-03-02T10:00:00Z\"";

  @Test
  void theIdComesFirst() {
    Decoded one = up("recovery", "{" + AT + ",\"id\":\"r1\",\"boot\":\"b\",\"seq\":1}");
    Decoded other = up("recovery", "{" + AT + ",\"id\":\"r1\",\"boot\":\"b\",\"seq\":2}");
    assertThat(one.identity().text()).isEqualTo(other.identity().text());
    assertThat(one.identity().digest()).isNotEqualTo(other.identity().digest());
    assertThat(one.identity().reportId()).isEqualTo("r1");
    assertThat(one.identity().boot()).isEqualTo("b");
    assertThat(other.identity().sequence()).isEqualTo(2);
  }

  @Test
  void otherContentUnderTheIdOfASessionOrPainReportIsARevision() {
    for (String stream : new String[] {"pain", "session"}) {
      String session = ",\"session\":\"s\",\"event\":\"ended\"";
      Decoded one = up(stream, "{" + AT + session + ",\"nrs\":3,\"id\":\"x\"}");
      Decoded revised = up(stream, "{" + AT + session + ",\"nrs\":4,\"id\":\"x\"}");
      assertThat(one.identity().text()).isNotEqualTo(revised.identity().text());
      assertThat(one.identity().reportId()).isEqualTo(revised.identity().reportId());
      assertThat(up(stream, "{" + AT + session + ",\"nrs\":3,\"id\":\"x\"}").identity())
          .isEqualTo(one.identity());
    }
  }

  @Test
  void thenBootAndCounterTogether() {
    Decoded one = up("pain", "{" + AT + ",\"nrs\":3,\"boot\":7,\"seq\":1}");
    Decoded other = up("pain", "{" + AT + ",\"nrs\":4,\"boot\":\"7\",\"seq\":1}");
    assertThat(one.identity().text()).isEqualTo(other.identity().text());
    Decoded noBoot = up("pain", "{" + AT + ",\"nrs\":3,\"seq\":1}");
    Decoded noBootOther = up("pain", "{" + AT + ",\"nrs\":4,\"seq\":1}");
    assertThat(noBoot.identity().text()).isNotEqualTo(noBootOther.identity().text());
  }

  @Test
  void elseTheContent() {
    String json = "{" + AT + ",\"nrs\":3}";
    assertThat(up("pain", json).identity()).isEqualTo(up("pain", json).identity());
    assertThat(up("pain", json).identity()).isNotEqualTo(up("pain", json + " ").identity());
  }

  @Test
  void devicesAndStreamsDoNotMix() {
    String json = "{" + AT + ",\"nrs\":3,\"redFlags\":[],\"id\":\"x\"}";
    assertThat(up("recovery", json).identity().text())
        .isNotEqualTo(up("safety", json).identity().text());
    assertThat(on("carryover/v1/c/d1/up/recovery", json).identity().text())
        .isNotEqualTo(on("carryover/v1/c/d2/up/recovery", json).identity().text());
    assertThat(on("carryover/v1/c1/d1/up/recovery", json).identity().text())
        .isNotEqualTo(on("carryover/v1/c2/d1/up/recovery", json).identity().text());
  }

  @Test
  void whatCannotBeUsedDoesNotTakeTheIdentityOfItsCorrection() {
    Decoded bad = up("recovery", "{" + AT + ",\"stress\":11,\"id\":\"x\"}");
    Decoded good = up("recovery", "{" + AT + ",\"stress\":1,\"id\":\"x\"}");
    assertThat(bad.identity().text()).isNotEqualTo(good.identity().text());
    Decoded unknown = good.refused(RejectionCode.DEVICE_UNKNOWN);
    assertThat(unknown.identity().text()).isNotEqualTo(good.identity().text());
    assertThat(unknown.identity().digest()).isEqualTo(good.identity().digest());
    assertThat(unknown.usable()).isFalse();
  }
}
