package dev.herald.interop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads files of checks; {@code checks/README.md} says how they are written. */
final class CheckParser {

  private static final Pattern TITLE = Pattern.compile("== (\\d+(?:\\.\\d+)*) (.+)");
  private static final Pattern SENDS = Pattern.compile("(\\w+) (sends|(get|set) pubsub(#owner)?):");
  private static final Pattern KEEP = Pattern.compile("keep (\\w+)( if any)?: (.+)");
  private static final Pattern RECEIVES = Pattern.compile("(\\w+) receives( no)?: (.+)");

  private final String file;
  private final List<Check> checks = new ArrayList<>();
  private final List<Check.Step> steps = new ArrayList<>();
  private String section = "";
  private String title = "";
  private List<String> needs = List.of();
  private boolean unanswered;

  private CheckParser(String file) {
    this.file = file;
  }

  /** The checks of a file in the resources. */
  static List<Check> parse(String file) {
    return parse(file, Template.of(file).text());
  }

  static List<Check> parse(String file, String text) {
    CheckParser parser = new CheckParser(file);
    parser.read(text.lines().toList());
    return parser.checks;
  }

  private void read(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).stripTrailing();
      Matcher sends = SENDS.matcher(line);
      if (sends.matches()) {
        StringBuilder xml = new StringBuilder();
        while (i + 1 < lines.size() && lines.get(i + 1).startsWith("    ")) {
          xml.append(lines.get(++i).strip()).append(' ');
        }
        send(sends, xml.toString().strip().replace("> <", "><"));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        try {
          line(line);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("%s:%d: %s".formatted(file, i + 1, line), e);
        }
      }
    }
    finish();
  }

  private void line(String line) {
    Matcher head = TITLE.matcher(line);
    Matcher keep = KEEP.matcher(line);
    Matcher receives = RECEIVES.matcher(line);
    if (head.matches()) {
      finish();
      section = head.group(1);
      title = head.group(2);
    } else if (line.startsWith("needs: ")) {
      needs = Arrays.asList(line.substring("needs: ".length()).split(" ", -1));
    } else if (line.startsWith("given ")) {
      steps.add(Preparation.parse(line.substring("given ".length())));
    } else if (line.equals("answer")) {
      demand(new Check.Answer("true()"));
    } else if (line.startsWith("answer: ")) {
      demand(new Check.Answer(line.substring("answer: ".length())));
    } else if (line.equals("refused")) {
      demand(new Check.Refused(List.of()));
    } else if (line.startsWith("refused: ")) {
      demand(
          new Check.Refused(
              Arrays.stream(line.substring("refused: ".length()).split("\\|", -1))
                  .map(Refusal::parse)
                  .toList()));
    } else if (keep.matches()) {
      steps.add(new Check.Keep(keep.group(1), keep.group(3), keep.group(2) != null));
    } else if (line.startsWith("error: ")) {
      steps.add(new Check.Holds(line.substring("error: ".length())));
    } else if (receives.matches()) {
      receives(receives.group(1), receives.group(2) != null, receives.group(3));
    } else {
      throw new IllegalArgumentException("No step of a check");
    }
  }

  private void send(Matcher found, String xml) {
    if (unanswered) {
      throw new IllegalArgumentException(
          "%s: nothing is said of an answer in '%s'".formatted(file, title));
    }
    String type = found.group(3);
    String stanza =
        type == null
            ? xml
            : Shorthand.request(type, found.group(4) == null ? "" : found.group(4), xml);
    unanswered = stanza.startsWith("<iq ");
    steps.add(new Check.Send(found.group(1), Shorthand.expand(stanza)));
  }

  private void demand(Check.Step step) {
    unanswered = false;
    steps.add(step);
  }

  private void receives(String actor, boolean no, String xpath) {
    if (!xpath.contains("{node}")) {
      throw new IllegalArgumentException("A message must name its node");
    }
    steps.add(no ? new Check.ReceivesNo(actor, xpath) : new Check.Receives(actor, xpath));
  }

  private void finish() {
    if (unanswered) {
      throw new IllegalArgumentException(
          "%s: nothing is said of an answer in '%s'".formatted(file, title));
    }
    if (!title.isEmpty()) {
      checks.add(new Check(section, title, needs, List.copyOf(steps)));
    }
    steps.clear();
    needs = List.of();
  }
}
