package dev.herald.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which tests show a section of XEP-0060: methods that have its number at the end of their names,
 * and scripts that have it at the beginning of a comment.
 */
final class Xep0060Tests {

  private static final Path METHODS = Path.of("src", "test", "java");
  private static final Path SCRIPTS = Path.of("src", "test", "resources", "scripts");

  /** Tests of other documents have numbers too. */
  private static final Pattern CLASSES =
      Pattern.compile(
          "(PubSub\\w*|Publisher|NodeOwner|Approval|Management|Permissions|Expiry"
              + "|VanishingSubscribers|RestrictedNodes)Test\\.java");

  private static final Pattern METHOD = Pattern.compile("void\\s+(\\w+_\\d+\\w*)\\(");
  private static final Pattern NUMBER = Pattern.compile("(?<=[a-z])_(\\d+(?:_\\d+)*)");

  private static final Pattern COMMENT =
      Pattern.compile(
          "^# (?:XEP-0060, sections? )?(\\d[\\d.]*(?:(?:, | and )\\d[\\d.]*)*): \\S.*$",
          Pattern.MULTILINE);

  private Xep0060Tests() {}

  /** What the tests are called, by the numbers of sections. */
  static Map<String, Set<String>> bySection() throws IOException {
    Map<String, Set<String>> tests = new TreeMap<>();
    for (Path file : files(METHODS, CLASSES)) {
      Matcher method = METHOD.matcher(Files.readString(file));
      while (method.find()) {
        String name = method.group(1);
        String sentence = name.replaceAll("(?:_(?:and_)?(?:XEP_)?\\d+)+.*$", "");
        Matcher number = NUMBER.matcher(name);
        while (number.find()) {
          add(tests, number.group(1).replace('_', '.'), sentence);
        }
      }
    }
    for (Path file : files(SCRIPTS, Pattern.compile(".*\\.stanzas"))) {
      String script = Files.readString(file);
      if (!script.startsWith("# XEP-0060, ")) {
        continue;
      }
      Matcher comment = COMMENT.matcher(script);
      while (comment.find()) {
        for (String number : comment.group(1).split(", | and ", -1)) {
          add(tests, number, SCRIPTS.relativize(file).toString().replace('\\', '/'));
        }
      }
    }
    return tests;
  }

  private static void add(Map<String, Set<String>> tests, String number, String test) {
    tests.computeIfAbsent(number, section -> new TreeSet<>()).add("`" + test + "`");
  }

  private static List<Path> files(Path folder, Pattern name) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> name.matcher(String.valueOf(file.getFileName())).matches())
          .sorted()
          .toList();
    }
  }
}
