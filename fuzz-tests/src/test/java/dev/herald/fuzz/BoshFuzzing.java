package dev.herald.fuzz;

import dev.herald.server.XmppServer;
import dev.herald.server.bosh.BoshRequest;
import dev.herald.xmpp.XmlElement;
import java.util.concurrent.atomic.AtomicInteger;

/** BOSH requests: none is answered twice, and every answer is a {@code <body/>}. */
final class BoshFuzzing {

  private BoshFuzzing() {}

  static void run(byte[] input) {
    try (XmppServer server = FuzzedServer.start()) {
      String[] sid = {""};
      for (String body : FuzzedServer.messages(input)) {
        AtomicInteger answers = new AtomicInteger();
        server
            .bosh()
            .handle(
                new BoshRequest(body.replace("$SID", sid[0]), FuzzedServer.ANYBODY),
                answer -> {
                  if (answers.incrementAndGet() > 1) {
                    throw new AssertionError("Answered twice: " + body);
                  }
                  XmlElement element = FuzzedServer.check(answer);
                  if (!element.is("http://jabber.org/protocol/httpbind", "body")) {
                    throw new AssertionError("Answered by what is no body: " + answer);
                  }
                  String created = element.attribute("sid");
                  if (created != null) {
                    sid[0] = created;
                  }
                });
      }
    }
    LoggedErrors.expectNone();
  }
}
