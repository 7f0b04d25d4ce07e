package dev.herald.interop;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;

/** One check on one server. */
final class CheckRun {

  private static final Refusal UNSUPPORTED = Refusal.parse("feature-not-implemented");

  /** What a node cannot be. */
  private static final Refusal NOT_ACCEPTABLE = Refusal.parse("not-acceptable");

  private final Check check;
  private final Map<String, StanzaClient> clients;
  private final Offered offered;
  private Places places;
  private @Nullable Document last;
  private boolean preparing;

  /**
   * @param places texts for places in stanzas, of the server and of this check
   */
  CheckRun(Check check, Map<String, StanzaClient> clients, Offered offered, Places places) {
    this.check = check;
    this.clients = clients;
    this.offered = offered;
    this.places = places;
  }

  CheckResult run() {
    for (Check.Step step : check.steps()) {
      Optional<String> otherwise = take(step);
      if (otherwise.isPresent()) {
        return deviation(otherwise.get());
      }
    }
    return new CheckResult(check, Verdict.OK, "");
  }

  private CheckResult deviation(String answered) {
    Set<String> lacks = offered.lacks(check.needs());
    if (!lacks.isEmpty()) {
      return new CheckResult(check, Verdict.MISSING, "does not offer " + String.join(", ", lacks));
    }
    return new CheckResult(
        check, isRefusedAsUnsupported() ? Verdict.MISSING : Verdict.FAILED, answered);
  }

  /** It is a failure to refuse what is announced. */
  private boolean isRefusedAsUnsupported() {
    return Optional.ofNullable(last)
        .flatMap(Refusal::of)
        .filter(r -> UNSUPPORTED.covers(r) || (preparing && NOT_ACCEPTABLE.covers(r)))
        .filter(r -> r.feature() == null || !offered.names().contains(r.feature()))
        .isPresent();
  }

  /** What is otherwise than it should be, if anything. */
  private Optional<String> take(Check.Step step) {
    preparing = step instanceof Check.Prepare;
    if (step instanceof Check.Prepare prepare) {
      return send(prepare.actor(), prepare.stanza())
          .or(this::refusal)
          .map(refusal -> "cannot be prepared: " + refusal);
    } else if (step instanceof Check.Send send) {
      return send(send.actor(), send.stanza());
    } else if (step instanceof Check.Answer wanted) {
      return answer(wanted.xpath());
    } else if (step instanceof Check.Refused wanted) {
      return refused(wanted.alternatives());
    } else if (step instanceof Check.Keep keep) {
      String text = Xml.text(last(), places.fill(keep.xpath()));
      places = places.with(keep.place(), text);
      return text.isEmpty() && !keep.optional() ? without(keep.xpath()) : Optional.empty();
    } else if (step instanceof Check.Holds wanted) {
      return Xml.holds(last(), places.fill(wanted.xpath()))
          ? Optional.empty()
          : without(wanted.xpath());
    } else if (step instanceof Check.Receives wanted) {
      return receive(wanted);
    } else {
      Check.ReceivesNo unwanted = (Check.ReceivesNo) step;
      return client(unwanted.actor())
          .messageSoFar(places.fill(unwanted.xpath()))
          .map(found -> "a message to " + unwanted.actor() + " with `" + unwanted.xpath() + "`");
    }
  }

  private Optional<String> send(String actor, String stanza) {
    StanzaClient client = client(actor);
    if (!stanza.startsWith("<iq ")) {
      client.send(places.fill(stanza));
      client.barrier();
      return Optional.empty();
    }
    Optional<Document> answer = client.ask(places.fill(stanza));
    last = answer.orElse(null);
    return answer.isPresent() ? Optional.empty() : Optional.of("no answer");
  }

  private Optional<String> receive(Check.Receives wanted) {
    Optional<Document> message = client(wanted.actor()).message(places.fill(wanted.xpath()));
    message.ifPresent(found -> last = found);
    return message.isPresent()
        ? Optional.empty()
        : Optional.of("no message to " + wanted.actor() + " with `" + wanted.xpath() + "`");
  }

  private Optional<String> answer(String xpath) {
    Optional<String> refusal = refusal();
    return refusal.isPresent() || Xml.holds(last(), places.fill(xpath))
        ? refusal
        : Optional.of("a result without `" + xpath + "`");
  }

  private static Optional<String> without(String xpath) {
    return Optional.of("without `" + xpath + "`");
  }

  private Optional<String> refused(List<Refusal> alternatives) {
    Optional<Refusal> refusal = Refusal.of(last());
    if (refusal.isEmpty()) {
      return Optional.of("a result");
    }
    return alternatives.isEmpty()
            || alternatives.stream().anyMatch(wanted -> wanted.covers(refusal.get()))
        ? Optional.empty()
        : refusal();
  }

  private Optional<String> refusal() {
    return Refusal.of(last()).map(Refusal::toString);
  }

  private Document last() {
    if (last == null) {
      throw new IllegalStateException("Nothing has been asked in " + check.name());
    }
    return last;
  }

  private StanzaClient client(String actor) {
    StanzaClient client = clients.get(actor);
    if (client == null) {
      throw new IllegalArgumentException("Nobody is called " + actor + " in " + check.name());
    }
    return client;
  }
}
