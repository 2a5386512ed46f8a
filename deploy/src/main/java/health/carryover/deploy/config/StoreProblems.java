package health.carryover.deploy.config;

import health.carryover.deploy.config.Settings.InsecureListen;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What does not go together in the settings of the stores. */
final class StoreProblems {
  /** Encrypted, to a server whose certificate is checked. */
  private static final Pattern VERIFIED = Pattern.compile("[?&]sslmode=verify-(ca|full)(&|$)");

  private static final Duration SHORTEST_POLICY = Duration.ofHours(1);

  private final Settings settings;
  private final Set<String> given;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param given the keys that were given, rightly or not
   */
  StoreProblems(Settings settings, Set<String> given) {
    this.settings = settings;
    this.given = given;
  }

  List<String> problems() {
    Settings.Store store = settings.store();
    boolean database = store.kind() == Settings.StoreKind.POSTGRESQL;
    together(Keys.STORE_URL, store.url(), Keys.STORE_KIND, "postgresql", database);
    if (!database && store.inUse() == Settings.StoreInUse.WAIT) {
      problems.add(Keys.STORE_IN_USE.name() + ": only a PostgreSQL database can be waited for");
    }
    if (store.inUse() == Settings.StoreInUse.SHARE) {
      ofShares(database);
    }
    if (database
        && !VERIFIED.matcher(store.url()).find()
        && hosts(store.url()).anyMatch(this::refused)) {
      problems.add(
          Keys.STORE_URL.name()
              + ": health data would go to another machine unencrypted or to whoever answers there;"
              + " add sslmode=verify-full");
    }
    Settings.Telemetry telemetry = settings.telemetry();
    boolean server = telemetry.kind() == Settings.TelemetryKind.INFLUXDB;
    together(Keys.TELEMETRY_URL, telemetry.url(), Keys.TELEMETRY_KIND, "influxdb", server);
    if (telemetry.url().startsWith("http:") && refused(URI.create(telemetry.url()).getHost())) {
      problems.add(
          Keys.TELEMETRY_URL.name()
              + ": health data would go to another machine unencrypted; use https");
    }
    if (!telemetry.keep().isZero() && telemetry.keep().compareTo(SHORTEST_POLICY) < 0) {
      problems.add(Keys.TELEMETRY_KEEP.name() + ": is 0s, for ever, or at least 1h");
    }
    boolean readingsForEver = telemetry.keep().isZero();
    if (!telemetry.keepMinutes().isZero()
        && (readingsForEver || telemetry.keepMinutes().compareTo(telemetry.keep()) < 0)) {
      problems.add(
          Keys.TELEMETRY_KEEP_MINUTES.name()
              + ": is 0s, for ever, or at least as long as "
              + Keys.TELEMETRY_KEEP.name());
    }
    return problems;
  }

  private void ofShares(boolean database) {
    if (!database) {
      problems.add(Keys.STORE_IN_USE.name() + ": only a PostgreSQL database can be shared");
    }
    if (settings.broker().kind() == Settings.BrokerKind.EMBEDDED) {
      problems.add(
          Keys.STORE_IN_USE.name()
              + ": services that share need a broker of their own beside them; set "
              + Keys.BROKER_KIND.name()
              + "=external");
    } else if (settings.broker().sharedGroup().isEmpty()) {
      problems.add(
          Keys.BROKER_SHARED_GROUP.name()
              + ": is needed with "
              + Keys.STORE_IN_USE.name()
              + "=share, or every service takes every message");
    }
  }

  private void together(Key<String> url, String text, Key<?> kind, String needing, boolean needed) {
    if (needed && text.isEmpty() && !given.contains(url.name())) {
      problems.add(url.name() + ": is needed with " + kind.name() + "=" + needing);
    } else if (!needed && !text.isEmpty()) {
      problems.add(url.name() + ": is given without " + kind.name() + "=" + needing);
    }
  }

  private boolean refused(String host) {
    return settings.insecureListen() == InsecureListen.REFUSE && !TextForm.isLoopback(host);
  }

  private static Stream<String> hosts(String url) {
    int begin = url.indexOf("//") + 2;
    return url.isEmpty()
        ? Stream.empty()
        : Arrays.stream(url.substring(begin, url.indexOf('/', begin)).split(","))
            .map(host -> host.replaceFirst(":\\d+$", ""));
  }
}
