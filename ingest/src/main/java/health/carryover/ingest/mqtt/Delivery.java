package health.carryover.ingest.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * A message as the client library delivered it: handed on at once and never compared.
 *
 * @param packetId the broker's number for it on this connection
 * @param qos 0 or 1
 */
@SuppressWarnings("ArrayRecordComponent")
record Delivery(
    int packetId,
    int qos,
    String topic,
    byte[] payload,
    @Nullable String contentType,
    boolean retained,
    boolean duplicate) {

  @Override
  public String toString() {
    return "Delivery[" + payload.length + " bytes]";
  }
}
