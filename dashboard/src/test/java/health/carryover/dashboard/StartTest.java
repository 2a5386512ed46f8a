package health.carryover.dashboard;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class StartTest {

  @Test
  void aPortInUseIsSaidPlainly() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(
              () ->
                  RunningDashboard.start(
                      o -> DashboardOptions.of("c1", "127.0.0.1", port),
                      new SettableClock(RunningDashboard.START)))
          .rootCause()
          .isInstanceOf(java.net.BindException.class);
      assertThatThrownBy(
              () ->
                  RunningDashboard.start(
                      o -> DashboardOptions.of("c1", "127.0.0.1", port),
                      new SettableClock(RunningDashboard.START)))
          .hasStackTraceContaining("DashboardStartException")
          .hasStackTraceContaining("127.0.0.1:" + port)
          .hasStackTraceContaining("Choose another port");
    }
  }
}
