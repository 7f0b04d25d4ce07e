package dev.herald.server.script;

import dev.herald.server.script.Script.Login;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamException;
import dev.herald.xmpp.XmlStreamReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a script: a line at a margin says what happens, the indented lines below it with what. */
final class ScriptParser {

  private static final Pattern CLIENT = Pattern.compile("\\[Client] (\\w+)");
  private static final Pattern STEP = Pattern.compile("(\\w+)(?:'s)? ([^:]+)(?:(:)(?: (\\S.*))?)?");

  /** What a stanza without a namespace is in on a stream (RFC 6120, section 4.8.3). */
  private static final Pattern UNNAMED_STANZA =
      Pattern.compile("^<(iq|message|presence)(?=[\\s/>])(?![^>]*\\sxmlns=)");

  private final String name;
  private final List<String> lines;
  private final Map<String, Login> clients = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final Set<String> requires = new HashSet<>();
  private @Nullable String title;
  private int at;

  private ScriptParser(String name, String text) {
    this.name = name;
    this.lines = text.lines().toList();
  }

  static Script parse(String name, String text) {
    return new ScriptParser(name, text).script();
  }

  private Script script() {
    while (at < lines.size()) {
      String line = lines.get(at).stripTrailing();
      int number = ++at;
      if (line.startsWith("#")) {
        title = title == null ? line.substring(1).strip() : title;
      } else if (line.startsWith(" ") || line.startsWith("\t")) {
        throw failure(number, "This line is indented, and nothing above it takes a block");
      } else if (!line.isEmpty()) {
        statement(number, line);
      }
    }
    if (title == null || clients.isEmpty() || steps.isEmpty()) {
      throw failure(1, "A script has a comment as its title, clients, and steps");
    }
    return new Script(name, title, requires, List.copyOf(clients.values()), steps);
  }

  private void statement(int number, String line) {
    Matcher client = CLIENT.matcher(line);
    Matcher step = STEP.matcher(line);
    if (line.startsWith("requires: ")) {
      requires.add(required(number, line.substring("requires: ".length())));
    } else if (client.matches()) {
      if (clients.put(client.group(1), login(client.group(1), number)) != null) {
        throw failure(number, "There are two clients '" + client.group(1) + "'");
      }
    } else if (step.matches()) {
      if (!clients.containsKey(step.group(1))) {
        throw failure(number, "There is no client '" + step.group(1) + "'");
      }
      steps.add(new Step(number, step.group(1), action(number, step)));
    } else {
      throw failure(number, "This is no step: " + line);
    }
  }

  private String required(int number, String feature) {
    if (!feature.equals(Script.STREAM_MANAGEMENT)) {
      throw failure(number, "Nothing is known that is called '" + feature + "'");
    }
    return feature;
  }

  private Login login(String client, int number) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (String line : block().lines().toList()) {
      String[] pair = line.split(": ", 2);
      properties.put(pair[0], pair.length == 1 ? "" : pair[1]);
    }
    boolean begins = properties.remove("connects later") == null;
    boolean byItself = properties.remove("connects without login") == null;
    boolean anonymous = properties.remove("anonymous") != null;
    String account = properties.remove("account");
    String password = properties.remove("password");
    String resource = properties.remove("resource");
    if (!properties.isEmpty()) {
      throw failure(number, "A client has no " + properties.keySet());
    }
    if (byItself && anonymous == (account != null)) {
      throw failure(number, "A client is anonymous, has an account, or connects without login");
    }
    return new Login(
        client, number, begins, byItself, account, password == null ? "" : password, resource);
  }

  private Step.Action action(int number, Matcher step) {
    String what = step.group(2);
    String value = step.group(4);
    boolean isBlock = step.group(3) != null && value == null;
    boolean isValue = step.group(3) != null && value != null;
    if (isBlock) {
      return switch (what) {
        case "sends" -> new Step.Send(literal(number));
        case "resumes" -> new Step.Resume(literal(number));
        case "receives" -> new Step.Receive(expected(number), false);
        case "receives in any order" -> new Step.Receive(expected(number), true);
        default -> throw failure(number, "Nothing is known that is called '" + what + ":'");
      };
    } else if (isValue) {
      return switch (what) {
        case "stream ends with" -> new Step.End(List.of(value.split(" ", -1)));
        case "opens a stream to" -> new Step.Open(value);
        default -> throw failure(number, "Nothing is known that is called '" + what + ":'");
      };
    }
    return switch (what) {
      case "connects" -> new Step.Connect();
      case "opens the stream" -> new Step.Open(null);
      case "receives nothing" -> new Step.ReceiveNothing();
      case "disconnects" -> new Step.Leave();
      case "connection is cut" -> new Step.Cut();
      case "stream ends" -> new Step.End(List.of());
      default -> throw failure(number, "Nothing is known that is called '" + what + "'");
    };
  }

  private String literal(int number) {
    String xml = block();
    if (xml.isEmpty()) {
      throw failure(number, "There is nothing to send");
    }
    return UNNAMED_STANZA.matcher(xml).replaceFirst("<$1 xmlns='" + Namespaces.CLIENT + "'");
  }

  private List<XmlElement> expected(int number) {
    String stream =
        "<stream xmlns='%s' xmlns:stream='%s'>%s</stream>"
            .formatted(Namespaces.CLIENT, Namespaces.STREAMS, block());
    List<XmlElement> expected;
    try {
      expected = XmlStreamReader.parseDocument(stream, XmlLimits.DEFAULT).children();
    } catch (XmlStreamException e) {
      throw new ScriptFailure(name, number, "This is no XML: " + e.getMessage(), e);
    }
    if (expected.isEmpty()) {
      throw failure(number, "There is nothing to receive");
    }
    return expected;
  }

  /** The indented lines that follow, without what they are indented by. */
  private String block() {
    int begin = at;
    while (at < lines.size() && (lines.get(at).isBlank() || lines.get(at).startsWith(" "))) {
      at++;
    }
    return String.join("\n", lines.subList(begin, at)).stripTrailing().stripIndent().strip();
  }

  private ScriptFailure failure(int line, String why) {
    return new ScriptFailure(name, line, why);
  }
}
