package health.carryover.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AclFileCommandTest {
  @Test
  void printsTheRightsOfServiceAndDevices() {
    CommandRun run = CommandRun.of(List.of("acl-file", "--user", "service"));
    assertThat(run.exit()).isZero();
    assertThat(run.out().lines().filter(line -> !line.isEmpty() && !line.startsWith("#")))
        .containsExactly(
            "user service",
            "topic read carryover/v1/+/+/up/+",
            "topic read carryover/v1/+/+/status",
            "topic write carryover/v1/+/+/down/+",
            "topic write carryover/v1/+/+/status",
            "topic write carryover/v1/+/alerts",
            "pattern write carryover/v1/clinic/%u/up/+",
            "pattern write carryover/v1/clinic/%u/status",
            "pattern read carryover/v1/clinic/%u/down/+");
  }

  @Test
  void aUserNameThatBreaksTheFileIsRefused() {
    CommandRun run = CommandRun.of(List.of("acl-file", "--user", "a\ntopic readwrite #"));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err().strip()).doesNotContain("\n");
  }
}
