package health.carryover.deploy.command;

import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsException;
import health.carryover.deploy.config.SettingsReader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --config FILE}, for every command that needs the settings. */
final class SettingsOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings as a properties file (see docs/configuration.md).")
  private @Nullable Path file;

  Settings read() throws CommandFailure {
    try {
      return file == null
          ? SettingsReader.fromEnvironment(System.getenv())
          : SettingsReader.fromFile(file, System.getenv());
    } catch (SettingsException wrong) {
      throw new CommandFailure(wrong.problems());
    }
  }
}
