package health.carryover.analysis.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session as later ones look back on it.
 *
 * @param template the exercise plan it repeated, or null
 * @param flareAt when the report that shows a flare was made; null without a flare
 * @param baseline pain the flare rose above, 0 to 10, or null
 */
public record PastSession(
    String session,
    Instant start,
    Instant end,
    @Nullable String template,
    SessionMeasures measures,
    @Nullable Instant flareAt,
    @Nullable Double baseline) {}
