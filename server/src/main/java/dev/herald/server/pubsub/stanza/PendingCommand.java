package dev.herald.server.pubsub.stanza;

import dev.herald.server.forms.DataForm;
import dev.herald.server.forms.DataForm.Field;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.ApprovalUseCases;
import dev.herald.server.pubsub.Done;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.routing.IqAnswer;
import dev.herald.server.routing.IqHandler;
import dev.herald.server.routing.IqRequest;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * XEP-0060, section 8.7: owners have the subscription requests that wait sent again, by an ad-hoc
 * command (XEP-0050). Nothing is kept between its two stages, so its sessions take up nothing.
 */
public final class PendingCommand implements IqHandler {

  static final String COMMANDS = "http://jabber.org/protocol/commands";
  static final String NAME = Namespaces.PUBSUB + "#get-pending";

  private final ApprovalUseCases approvals;

  public PendingCommand(ApprovalUseCases approvals) {
    this.approvals = approvals;
  }

  @Override
  public String namespace() {
    return COMMANDS;
  }

  @Override
  public List<String> features() {
    return List.of(COMMANDS, NAME);
  }

  @Override
  public CompletableFuture<IqAnswer> answer(IqRequest request) {
    XmlElement command = request.payload();
    if (!request.set() || !command.is(COMMANDS, "command")) {
      throw PubSubErrors.badRequest("A command is executed by an IQ of type set");
    }
    String name = command.attribute("node");
    if (!NAME.equals(name)) {
      throw new StanzaException(
          Condition.ITEM_NOT_FOUND, "There is no command '" + name + "', only '" + NAME + "'");
    }
    Actor actor = Requests.actor(request);
    XmlElement x = command.child(DataForm.NAMESPACE, "x").orElse(null);
    String action = command.attribute("action");
    return switch (action == null ? "execute" : action) {
      case "cancel" -> completed(session(command), "canceled");
      case "execute", "complete" -> execute(actor, session(command), x);
      case "next", "prev" -> throw badAction("bad-action", action);
      default -> throw badAction("malformed-action", action);
    };
  }

  private CompletableFuture<IqAnswer> execute(Actor actor, String session, @Nullable XmlElement x) {
    if (x == null) {
      return Requests.answer(
          () ->
              approvals.pendingNodes(actor).thenApply(nodes -> IqAnswer.of(form(session, nodes))));
    }
    DataForm form = DataForm.submitted(x, ApprovalMessages.FORM_TYPE);
    if (form.isCancelled()) {
      return completed(session, "canceled");
    }
    Field node = form.fields().get(ApprovalMessages.NODE);
    if (node == null || node.value().isEmpty()) {
      return Requests.answer(
          () -> {
            throw new PubSubException(Reason.NODE_REQUIRED, "The form does not say which node");
          });
    }
    return resend(actor, session, node.value().get());
  }

  private CompletableFuture<IqAnswer> resend(Actor actor, String session, String node) {
    return Requests.answer(
        () ->
            approvals
                .pending(actor, node)
                .thenApply(
                    count ->
                        new IqAnswer(
                            command(session, "completed").build(),
                            () -> {
                              CompletableFuture<Done> unused = approvals.sendPending(actor, node);
                            })));
  }

  private static XmlElement form(String session, List<String> nodes) {
    DataForm form =
        new DataForm(
            "form",
            ApprovalMessages.FORM_TYPE,
            Map.of(ApprovalMessages.NODE, new Field("list-single", "Node", List.of(), nodes)));
    return command(session, "executing")
        .add(
            XmlElement.builder(COMMANDS, "actions")
                .attribute("execute", "complete")
                .add(XmlElement.empty(COMMANDS, "complete")))
        .add(form.toXml())
        .build();
  }

  private static CompletableFuture<IqAnswer> completed(String session, String status) {
    return CompletableFuture.completedFuture(IqAnswer.of(command(session, status).build()));
  }

  private static XmlElement.Builder command(String session, String status) {
    return XmlElement.builder(COMMANDS, "command")
        .attribute("sessionid", session)
        .attribute("node", NAME)
        .attribute("status", status);
  }

  private static String session(XmlElement command) {
    String session = command.attribute("sessionid");
    return session == null ? UUID.randomUUID().toString() : session;
  }

  private static StanzaException badAction(String condition, @Nullable String action) {
    return new StanzaException(
        Condition.BAD_REQUEST,
        "The command is executed, completed or cancelled; the action was '" + action + "'",
        XmlElement.empty(COMMANDS, condition));
  }
}
