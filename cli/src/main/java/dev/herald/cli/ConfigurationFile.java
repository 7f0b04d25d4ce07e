package dev.herald.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The file of {@code --config}: what the command line does not say. A key is an option's name
 * without the dashes; the values of one that is repeatable are separated by commas.
 */
final class ConfigurationFile implements IDefaultValueProvider {

  private @Nullable Properties properties;

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    Properties known = properties;
    if (known == null) {
      known = read(option);
      properties = known;
    }
    return known.getProperty(name(option));
  }

  private static Properties read(OptionSpec option) {
    var line = option.command().commandLine();
    var result = line.getParseResult();
    Properties properties = new Properties();
    if (result == null) {
      return properties;
    }
    String file = null;
    var args = result.originalArgs();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (arg.startsWith("--config=")) {
        file = arg.substring("--config=".length());
      } else if (arg.equals("--config") && i + 1 < args.size()) {
        file = args.get(i + 1);
      }
    }
    if (file == null) {
      return properties;
    }
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader);
    } catch (IOException e) {
      throw new ParameterException(
          line, "--config: '" + file + "' cannot be read: " + e.getMessage(), e);
    }
    Set<String> unknown = new TreeSet<>(properties.stringPropertyNames());
    option.command().options().forEach(known -> unknown.remove(name(known)));
    if (!unknown.isEmpty()) {
      throw new ParameterException(
          line, "--config: '" + file + "' has keys that are no options: " + unknown);
    }
    return properties;
  }

  private static String name(OptionSpec option) {
    return option.longestName().substring(2);
  }
}
