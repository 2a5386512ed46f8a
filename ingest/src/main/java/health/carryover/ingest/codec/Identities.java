package health.carryover.ingest.codec;

import health.carryover.ingest.topic.StreamName;

/** Works out what makes a second copy of a message recognisable. */
final class Identities {
  private Identities() {}

  /**
   * @param namespace unique for the sender and stream
   * @param digest of channel and payload
   */
  static MessageIdentity of(String namespace, StreamName stream, String digest, Fields fields)
      throws Unusable {
    String ownId = fields.optionalKey("id");
    String id = ownId == null && stream == StreamName.HEART_RATE ? OpenMHealth.id(fields) : ownId;
    String boot = fields.optionalKey("boot");
    Long sequence = fields.optionalCount("seq");
    String own;
    if (id != null) {
      own = "/id/" + id + (stream.revisable() ? "@" + digest : "");
    } else if (boot != null && sequence != null) {
      // Without the boot a counter that starts again would look like a conflict.
      own = "/seq/" + boot + "/" + sequence;
    } else {
      own = "/hash/" + digest;
    }
    return new MessageIdentity(namespace + own, digest, id, boot, sequence);
  }
}
