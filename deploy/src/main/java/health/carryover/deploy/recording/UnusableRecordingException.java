package health.carryover.deploy.recording;

/** A file is not what it was taken for; the message says where and what would be right. */
public final class UnusableRecordingException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableRecordingException(String message) {
    super(message);
  }
}
