package health.carryover.ingest.mqtt;

/** One message will never be published as it stands: sending it again would end the same way. */
public final class PublishRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  PublishRefusedException(String message) {
    super(message);
  }
}
