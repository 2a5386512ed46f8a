package health.carryover.deploy.fault;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.SeededRandom;
import health.carryover.deploy.fault.ClinicTraffic.Delivered;
import health.carryover.deploy.fault.ClinicTraffic.Message;
import health.carryover.ingest.journal.Arrival;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk is full: nothing is acknowledged and the stores say so, until there is room again. On a
 * real small disk (tmpfs), so this needs the right to mount.
 */
class FullDiskTest {
  private static final int CLINICS = 1;

  @TempDir Path folder;

  @Test
  void nothingIsAcknowledgedUntilThereIsRoomAgain() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    if (run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk.toString()) != 0) {
      System.out.println("FullDiskTest: not run, no right to mount a small disk here");
      assertThat(Boolean.getBoolean("carryover.providers.required")).isFalse();
      Assumptions.abort("no right to mount");
    }
    try {
      fillAndEmpty(disk);
    } finally {
      assertThat(run("umount", "-l", disk.toString())).isZero();
    }
  }

  private void fillAndEmpty(Path disk) throws Exception {
    Random random = SeededRandom.of("FullDiskTest");
    ClinicTraffic traffic = ClinicTraffic.of(random.nextLong(), CLINICS, Timeline.TRAFFIC_ENDS);
    Delivered delivered = traffic.disordered(random);
    Timeline time = Timeline.startingNow();
    Path stores = disk.resolve("store");
    Bookkeeping.enrol(stores, traffic, time);
    AtomicInteger acknowledged = new AtomicInteger();
    int half = delivered.messages().size() / 2;
    try (IngestHost host = new IngestHost(stores, time.steady())) {
      for (Message message : delivered.messages().subList(0, half)) {
        offer(host, message, acknowledged);
      }
      Bookkeeping.await("the first half", () -> acknowledged.get() == half);
      Path filler = disk.resolve("filler");
      fill(filler);
      Thread rest =
          new Thread(
              () -> {
                for (Message message :
                    delivered.messages().subList(half, delivered.messages().size())) {
                  offer(host, message, acknowledged);
                }
              });
      rest.start();
      Bookkeeping.await("the stores to complain", () -> host.store.complaint().isPresent());
      assertThat(acknowledged.get()).isLessThan(delivered.messages().size());
      Files.delete(filler);
      Bookkeeping.await("the rest", () -> acknowledged.get() == delivered.messages().size());
      rest.join();
      Bookkeeping.await("all to be used", () -> host.ingest.waiting() == 0);
      Bookkeeping.await("the complaint to end", () -> host.store.complaint().isEmpty());
    }
    Bookkeeping.check("FullDiskTest", stores, traffic, delivered);
    LastWord disturbed = Bookkeeping.lastWord(stores, traffic);
    LastWord undisturbed = Bookkeeping.undisturbed(folder.resolve("undisturbed"), traffic, time);
    assertThat(disturbed.differences(undisturbed)).isEmpty();
  }

  private static void offer(IngestHost host, Message message, AtomicInteger acknowledged) {
    try {
      Arrival arrival =
          new Arrival() {
            @Override
            public String channel() {
              return message.topic();
            }

            @Override
            public String contentType() {
              return null;
            }

            @Override
            public byte[] payload() {
              return message.bytes();
            }

            @Override
            public void acknowledge() {
              acknowledged.incrementAndGet();
            }
          };
      assertThat(host.ingest.offer(arrival, Duration.ofMinutes(2))).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes until there is no room at all. */
  private static void fill(Path filler) throws IOException {
    byte[] block = new byte[4_096];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(Files.size(filler)).isPositive();
    }
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
