package health.carryover.deploy.command;

import health.carryover.deploy.broker.MosquittoRights;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The rights of devices and service for a Mosquitto broker. */
@Command(
    name = "acl-file",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the access control file for a Mosquitto broker: every device writes its own up/ and"
          + " status, reads its own down/, and nothing else.",
      "The file names no device and need not change when one joins."
    })
final class AclFileCommand implements Callable<Integer> {
  @Mixin private final SettingsOption settings = new SettingsOption();

  @Option(
      names = "--user",
      paramLabel = "NAME",
      defaultValue = "carryover",
      description =
          "The service's own user name there, its broker.user (default: ${DEFAULT-VALUE}).")
  private String user = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure {
    if (!MosquittoRights.canBeUser(user)) {
      throw new ParameterException(
          spec.commandLine(), "--user has letters, digits, _, - and ., up to 64");
    }
    spec.commandLine().getOut().print(MosquittoRights.file(settings.read().clinic(), user));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
