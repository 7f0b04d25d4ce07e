package dev.herald.server.pubsub.stanza;

import dev.herald.server.forms.DataForm;
import dev.herald.server.forms.DataForm.Field;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.ApprovalUseCases;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.routing.IqAnswer;
import dev.herald.server.routing.MessageHandler;
import dev.herald.server.sasl.Login;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlElement;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** XEP-0060, section 8.6: owners answer the forms that ask them to approve a subscription. */
public final class ApprovalMessages implements MessageHandler {

  static final String FORM_TYPE = Namespaces.PUBSUB + "#subscribe_authorization";
  static final String NODE = "pubsub#node";
  static final String SUBSCRIBER = "pubsub#subscriber_jid";
  static final String SUBID = "pubsub#subid";
  static final String ALLOW = "pubsub#allow";

  private final ApprovalUseCases approvals;

  public ApprovalMessages(ApprovalUseCases approvals) {
    this.approvals = approvals;
  }

  @Override
  public CompletableFuture<?> receive(
      Jid from, boolean component, @Nullable Login login, XmlElement message) {
    XmlElement x =
        message
            .child(DataForm.NAMESPACE, "x")
            .orElseThrow(
                () ->
                    new StanzaException(
                        Condition.SERVICE_UNAVAILABLE,
                        "This service takes no messages but forms that approve subscriptions"));
    DataForm form = DataForm.submitted(x, FORM_TYPE);
    if (form.isCancelled()) {
      // The subscription goes on waiting.
      return CompletableFuture.completedFuture(IqAnswer.EMPTY);
    }
    Actor actor = component ? new Actor.Component(from) : new Actor.Client(from, login);
    return Requests.answer(
        () ->
            Requests.done(
                approvals.decide(
                    actor,
                    value(form, NODE).orElseThrow(() -> missing(Reason.NODE_REQUIRED, NODE)),
                    Jid.parse(
                        value(form, SUBSCRIBER)
                            .orElseThrow(() -> missing(Reason.JID_REQUIRED, SUBSCRIBER))),
                    value(form, SUBID).orElse(null),
                    allow(form))));
  }

  private static boolean allow(DataForm form) {
    return switch (value(form, ALLOW).orElse("")) {
      case "1", "true" -> true;
      case "0", "false" -> false;
      default -> throw PubSubErrors.badRequest("'" + ALLOW + "' is true or false");
    };
  }

  private static PubSubException missing(Reason reason, String field) {
    return new PubSubException(reason, "The form's field '" + field + "' is missing");
  }

  private static Optional<String> value(DataForm form, String name) {
    return Optional.ofNullable(form.fields().get(name)).flatMap(Field::value);
  }
}
