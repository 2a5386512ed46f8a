package health.carryover.deploy.fault;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.SeededRandom;
import health.carryover.deploy.fault.ClinicTraffic.Delivered;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same messages shuffled, some of them twice, nonsense in between, and a clock that jumps: what
 * is last said of every session and alert stays the same.
 */
class DeliveryOrderTest {
  private static final int CLINICS = 3;

  @TempDir Path folder;

  @Test
  void orderCopiesAndTheClockDoNotMatter() throws Exception {
    Random random = SeededRandom.of("DeliveryOrderTest");
    ClinicTraffic traffic = ClinicTraffic.of(random.nextLong(), CLINICS, Timeline.TRAFFIC_ENDS);
    Timeline time = Timeline.startingNow();
    LastWord undisturbed = Bookkeeping.undisturbed(folder.resolve("undisturbed"), traffic, time);
    assertThat(undisturbed.assessments()).isNotEmpty();
    assertThat(undisturbed.alerts()).isNotEmpty();
    for (int round = 0; round < FaultRounds.of(2); round++) {
      Path stores = folder.resolve("round-" + round);
      Delivered delivered = traffic.disordered(random);
      InstantSource jumping = time.jumping(random.nextLong());
      Bookkeeping.enrol(stores, traffic, time);
      Bookkeeping.deliver(stores, delivered.messages(), jumping);
      Bookkeeping.check("DeliveryOrderTest", stores, traffic, delivered);
      LastWord disturbed = Bookkeeping.lastWord(stores, traffic);
      assertThat(disturbed.differences(undisturbed)).isEmpty();
    }
  }
}
