package health.carryover.deploy.recording;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message of a recording.
 *
 * @param offset how long after the recording's first message it was sent, never negative
 * @param device who sent it; null: whoever publishes the recording
 * @param stream the last part of its topic
 * @param payload as it becomes JSON
 */
public record RecordedMessage(
    Duration offset,
    @Nullable String device,
    String stream,
    Map<String, @Nullable Object> payload) {}
