package dev.herald.cli;

import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code herald}. */
@Command(
    name = "herald",
    description = "Live updates over XMPP PubSub.",
    mixinStandardHelpOptions = true,
    version = "Herald 0.1",
    subcommands = {ServeCommand.class, BridgeCommand.class})
public final class Herald implements Runnable {

  @Spec @Nullable CommandSpec spec;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Herald());
    // What cannot work is one sentence, not a stack trace.
    line.setExecutionExceptionHandler(
        (failure, command, result) -> {
          if (failure instanceof IllegalArgumentException
              || failure instanceof UncheckedIOException) {
            command.getErr().println("herald: " + failure.getMessage());
            return command.getCommandSpec().exitCodeOnInvalidInput();
          }
          throw failure;
        });
    return line;
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "Say what to do: herald serve, or herald bridge");
    }
  }
}
