package health.carryover.deploy.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads settings: a variable of the environment counts before the file, the file before the
 * fallback. Finds every problem before it gives up.
 */
public final class SettingsReader {
  /** Variables that share the prefix but belong to the launcher or are put there by Kubernetes. */
  private static final Pattern FOREIGN_VARIABLE =
      Pattern.compile("CARRYOVER_(JAVA_OPTS|NO_BUILD|SERVICE_.*|PORT(_.*)?)");

  private final Map<String, String> given = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  private SettingsReader() {}

  /** What counts where nothing is set, changed by {@code environment} alone. */
  public static Settings fromEnvironment(Map<String, String> environment) throws SettingsException {
    SettingsReader reader = new SettingsReader();
    reader.takeEnvironment(environment);
    return reader.settings();
  }

  /**
   * The settings in {@code file}, a Java properties file in UTF-8, changed by {@code environment}.
   *
   * @throws SettingsException with every problem there is
   */
  public static Settings fromFile(Path file, Map<String, String> environment)
      throws SettingsException {
    SettingsReader reader = new SettingsReader();
    reader.takeFile(file);
    reader.takeEnvironment(environment);
    return reader.settings();
  }

  private void takeFile(Path file) {
    Properties properties = new Properties();
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(text);
    } catch (IOException | IllegalArgumentException unreadable) {
      problems.add(file + ": cannot be read as a properties file in UTF-8");
      return;
    }
    for (String name : properties.stringPropertyNames()) {
      if (Keys.ALL.stream().noneMatch(key -> key.name().equals(name))) {
        problems.add(name + ": there is no such key" + suggestion(name));
      } else {
        given.put(name, properties.getProperty(name).strip());
      }
    }
  }

  private void takeEnvironment(Map<String, String> environment) {
    new TreeMap<>(environment)
        .forEach(
            (variable, text) -> {
              if (!variable.startsWith(Keys.VARIABLE_PREFIX)
                  || FOREIGN_VARIABLE.matcher(variable).matches()) {
                return;
              }
              Keys.ALL.stream()
                  .filter(key -> key.variable().equals(variable))
                  .findFirst()
                  .ifPresentOrElse(
                      key -> given.put(key.name(), text.strip()),
                      () -> problems.add(variable + ": no key goes by this variable"));
            });
  }

  private static String suggestion(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    return Keys.ALL.stream()
        .map(Key::name)
        .filter(known -> known.endsWith(last))
        .findFirst()
        .map(known -> "; did you mean " + known + "?")
        .orElse("");
  }

  private Settings settings() throws SettingsException {
    Settings settings =
        new Settings(
            value(Keys.DATA_FOLDER),
            value(Keys.CLINIC),
            new Settings.Store(
                value(Keys.STORE_KIND),
                value(Keys.STORE_URL),
                value(Keys.STORE_USER),
                value(Keys.STORE_PASSWORD),
                value(Keys.STORE_IN_USE)),
            new Settings.Telemetry(
                value(Keys.TELEMETRY_KIND),
                value(Keys.TELEMETRY_URL),
                value(Keys.TELEMETRY_API),
                value(Keys.TELEMETRY_ORGANISATION),
                value(Keys.TELEMETRY_DATABASE),
                value(Keys.TELEMETRY_POLICY),
                value(Keys.TELEMETRY_KEEP),
                value(Keys.TELEMETRY_KEEP_MINUTES),
                value(Keys.TELEMETRY_USER),
                value(Keys.TELEMETRY_SECRET)),
            new RetentionReading(this::value, problems::add).settings(),
            new Settings.Broker(
                value(Keys.BROKER_KIND),
                value(Keys.BROKER_HOST),
                value(Keys.BROKER_PORT),
                value(Keys.BROKER_ACCESS),
                value(Keys.BROKER_PUBLIC_HOST),
                value(Keys.BROKER_USER),
                value(Keys.BROKER_PASSWORD),
                new Settings.BrokerTls(
                    value(Keys.BROKER_ENCRYPTION),
                    value(Keys.BROKER_AUTHORITIES).orElse(null),
                    value(Keys.BROKER_CERTIFICATE).orElse(null),
                    value(Keys.BROKER_KEY).orElse(null),
                    value(Keys.BROKER_DEVICE_AUTHORITIES).orElse(null)),
                value(Keys.BROKER_SHARED_GROUP),
                value(Keys.BROKER_INSTANCE),
                value(Keys.BROKER_ASKING_TOKEN)),
            new Settings.Tls(
                value(Keys.TLS_CERTIFICATE).orElse(null),
                value(Keys.TLS_KEY).orElse(null),
                value(Keys.TLS_KEYSTORE).orElse(null),
                value(Keys.TLS_KEYSTORE_PASSWORD)),
            new Settings.Listener(value(Keys.DASHBOARD_HOST), value(Keys.DASHBOARD_PORT)),
            new Settings.Screens(
                value(Keys.DASHBOARD_PUBLIC_ADDRESS).orElse(null),
                value(Keys.DASHBOARD_IDLE_TIMEOUT),
                value(Keys.DASHBOARD_LONGEST_SESSION)),
            new Settings.Listener(value(Keys.MANAGEMENT_HOST), value(Keys.MANAGEMENT_PORT)),
            value(Keys.INSECURE_LISTEN),
            new Settings.Monitor(
                value(Keys.ALLOWED_LATENESS),
                value(Keys.SILENCE_ENDS_SESSION),
                value(Keys.LONGEST_SESSION),
                value(Keys.LIVE_ALERT_DELAY)),
            new Settings.Clocks(
                value(Keys.CLOCK_CORRECTION),
                value(Keys.CLOCK_CORRECT_FROM),
                value(Keys.CLOCK_CORRECT_UP_TO)),
            new Settings.Feedback(value(Keys.FEEDBACK_TO_DEVICES)),
            new Settings.Alerts(
                value(Keys.ALERTS_BUDGET),
                value(Keys.ALERTS_ESCALATE_URGENT_AFTER),
                value(Keys.ALERTS_ESCALATE_WARNING_AFTER)),
            new Settings.OpenWearables(
                value(Keys.OPEN_WEARABLES_TOKEN), value(Keys.OPEN_WEARABLES_SIGNING_SECRET)),
            new NotificationReading(this::value, problems::add).settings(),
            new Settings.Tracing(value(Keys.TRACING_ENDPOINT), value(Keys.TRACING_ONE_IN)),
            value(Keys.SPEAK_WITHIN),
            value(Keys.STOP_WITHIN),
            value(Keys.LOG_LEVEL),
            value(Keys.LOG_FORM));
    problems.addAll(new Together(settings).problems());
    problems.addAll(new StoreProblems(settings, given.keySet()).problems());
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return settings;
  }

  private <T> T value(Key<T> key) {
    String text = given.getOrDefault(key.name(), key.fallback());
    try {
      return key.form().parser().apply(text);
    } catch (IllegalArgumentException unexpected) {
      String shown = key.secret() || key.mayHoldSecret() ? "what is given" : "\"" + text + "\"";
      problems.add(key.name() + ": " + shown + " is not " + key.form().expected());
      return key.form().parser().apply(key.fallback());
    }
  }
}
