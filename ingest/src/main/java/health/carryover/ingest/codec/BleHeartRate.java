package health.carryover.ingest.codec;

import health.carryover.analysis.event.HeartRateSamples.Sensor;
import java.time.Instant;

/**
 * The bytes of Bluetooth characteristic 0x2A37 (Heart Rate Measurement, Bluetooth SIG, GATT
 * Specification Supplement): flags, heart rate in 8 or 16 bits, energy, RR intervals. It carries no
 * time: the receipt is the event time. A sensor that says it has no skin contact has no reading.
 */
final class BleHeartRate {
  private static final int WIDE = 0x01;
  private static final int CONTACT = 0x02;
  private static final int KNOWS_CONTACT = 0x04;
  private static final int ENERGY = 0x08;
  private static final int RR_INTERVALS = 0x10;

  private BleHeartRate() {}

  static Content content(byte[] bytes, Instant receivedAt, Selection wanted) throws Unusable {
    if (bytes.length < 2) {
      throw malformed();
    }
    int flags = bytes[0];
    boolean wide = (flags & WIDE) != 0;
    int next = (wide ? 3 : 2) + ((flags & ENERGY) != 0 ? 2 : 0);
    int rest = bytes.length - next;
    boolean fits = (flags & RR_INTERVALS) == 0 ? rest == 0 : rest >= 2 && rest % 2 == 0;
    if (!fits) {
      throw malformed();
    }
    int bpm = (bytes[1] & 0xFF) | (wide ? (bytes[2] & 0xFF) << 8 : 0);
    boolean off = (flags & KNOWS_CONTACT) != 0 && (flags & CONTACT) == 0;
    ReadingCollector readings = new ReadingCollector(1, 1, wanted);
    readings.take(0, receivedAt.toEpochMilli(), off ? null : (Object) (long) bpm);
    return readings.content(Sensor.CHEST).timedByReceipt();
  }

  private static Unusable malformed() {
    return new Unusable(RejectionCode.BLE_MALFORMED);
  }
}
