package dev.herald.server.script;

import dev.herald.server.script.Script.Login;
import dev.herald.xmpp.XmlElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plays a script. Each client that is still there at its end must have received nothing more, and
 * leaves.
 */
final class ScriptRunner {

  private final Script script;
  private final Map<String, ScriptClient> clients = new LinkedHashMap<>();
  private final Captures captures = new Captures();

  private ScriptRunner(Script script, ScriptTransport transport) {
    this.script = script;
    for (Login login : script.clients()) {
      clients.put(login.client(), new ScriptClient(login, transport));
    }
  }

  /**
   * Plays it.
   *
   * @throws ScriptFailure when it is not green
   */
  static void play(Script script, ScriptTransport transport) {
    ScriptRunner runner = new ScriptRunner(script, transport);
    try {
      runner.play();
    } finally {
      runner.clients.values().stream().filter(ScriptClient::isConnected).forEach(ScriptClient::cut);
    }
  }

  private void play() {
    for (Login login : script.clients()) {
      if (login.begins()) {
        at(new Step(login.line(), login.client(), new Step.Connect()));
      }
    }
    script.steps().forEach(this::at);
    int last = script.steps().get(script.steps().size() - 1).line();
    clients.forEach(
        (name, client) -> {
          if (client.isConnected() && client.jid() != null) {
            at(new Step(last, name, new Step.ReceiveNothing()));
          }
          if (client.isConnected()) {
            at(new Step(last, name, new Step.Leave()));
          }
        });
  }

  private void at(Step step) {
    ScriptClient client = clients.get(step.client());
    if (client == null) {
      throw new ScriptFailure(script.name(), step.line(), "No client '" + step.client() + "'");
    }
    try {
      perform(step.action(), client, step.client());
    } catch (AssertionError | RuntimeException e) {
      throw new ScriptFailure(script.name(), step.line(), step.client() + ": " + e.getMessage(), e);
    }
  }

  private void perform(Step.Action action, ScriptClient client, String name) {
    if (action instanceof Step.Connect) {
      client.connect();
      know(name, client);
    } else if (action instanceof Step.Open open) {
      client.open(open.to());
    } else if (action instanceof Step.Send send) {
      client.send(captures.fill(send.xml()));
    } else if (action instanceof Step.Resume resume) {
      client.reconnect();
      client.send(captures.fill(resume.xml()));
    } else if (action instanceof Step.Receive receive) {
      receive(receive, client);
    } else if (action instanceof Step.ReceiveNothing) {
      client.requireNothing();
    } else if (action instanceof Step.Leave) {
      client.leave();
    } else if (action instanceof Step.Cut) {
      client.cut();
    } else if (action instanceof Step.End end) {
      end(end, client);
    }
  }

  private void know(String name, ScriptClient client) {
    String jid = client.jid();
    if (jid != null) {
      captures.put("jid of " + name, jid);
      captures.put("bare jid of " + name, jid.substring(0, jid.indexOf('/')));
    }
  }

  private void receive(Step.Receive receive, ScriptClient client) {
    List<XmlElement> missing = new ArrayList<>(receive.expected());
    while (!missing.isEmpty()) {
      boolean expectsRequest =
          missing.stream().anyMatch(element -> element.is("urn:xmpp:sm:3", "r"));
      Received received = expectsRequest ? client.next() : client.nextButRequests();
      XmlExpectation expectation = new XmlExpectation(captures);
      String difference = "expected a stanza";
      boolean found = false;
      for (int i = 0; i < (receive.inAnyOrder() ? missing.size() : 1) && !found; i++) {
        if (received instanceof Received.Element element) {
          Optional<String> here = expectation.difference(missing.get(i), element.xml());
          found = here.isEmpty();
          difference = here.orElse("");
        }
        if (found) {
          missing.remove(i);
        }
      }
      if (!found) {
        throw new AssertionError(
            "%s%nexpected: %s%nreceived: %s".formatted(difference, missing, received));
      }
    }
  }

  private static void end(Step.End expected, ScriptClient client) {
    Received received = client.nextButRequests();
    if (!(received instanceof Received.End end)
        || !end.conditions().equals(expected.conditions())) {
      throw new AssertionError(
          "The stream ends%nexpected: %s%nreceived: %s".formatted(expected.conditions(), received));
    }
    client.gone();
  }
}
