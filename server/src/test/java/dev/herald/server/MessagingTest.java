package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.sasl.Accounts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RFC 6121, as far as this server has it: presence, messages and IQs between clients. */
class MessagingTest {

  private final XmppServer server =
      new XmppServer(
          ServerSettings.defaults(), Accounts.NONE, ClientRights.READ_ONLY, new MemoryNodeStore());

  private final ScriptedClient ann = user("ann");
  private final ScriptedClient bob = user("bob");

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aResourceIsToldOfItselfAndOfItsSiblings_4_2_2() {
    ann.send("<presence xmlns='jabber:client'/>");
    assertThat(ann.next()).contains("from=\"ann@localhost/r\"", "to=\"ann@localhost/r\"");
    ScriptedClient second = user("ann");
    second.send("<presence xmlns='jabber:client'><show>away</show></presence>");

    assertThat(ann.next()).contains("from=\"" + second.jid() + "\"", "away");
    assertThat(new String[] {second.next(), second.next()})
        .anyMatch(presence -> presence.contains("from=\"ann@localhost/r\""))
        .anyMatch(presence -> presence.contains("from=\"" + second.jid() + "\""));
    second.leave();
    assertThat(ann.next()).contains("type=\"unavailable\"", "from=\"" + second.jid() + "\"");
    assertThat(bob.hasNothing()).isTrue();
  }

  @Test
  void directedPresenceEndsWithTheConnection_4_6() {
    ann.send("<presence xmlns='jabber:client' to='bob@localhost/r'/>");
    assertThat(bob.next()).contains("from=\"ann@localhost/r\"");
    ann.leave();
    assertThat(bob.next()).contains("type=\"unavailable\"");
  }

  @Test
  void aMessageToAFullAddressIsDelivered_8_5_3_1() {
    ann.send("<message xmlns='jabber:client' to='bob@localhost/r'><body>hi</body></message>");
    assertThat(bob.next()).contains("<body>hi</body>", "from=\"ann@localhost/r\"");
  }

  @Test
  void aMessageToAUserGoesToTheResourcesThatAreAvailable_8_5_2_1() {
    String message =
        "<message xmlns='jabber:client' to='bob@localhost' id='m'><body>x</body></message>";
    ann.send(message);
    assertThat(ann.next()).contains("<service-unavailable");

    bob.send("<presence xmlns='jabber:client'><priority>-1</priority></presence>");
    bob.next();
    ann.send(message);
    assertThat(ann.next()).as("a negative priority").contains("<service-unavailable");

    bob.send("<presence xmlns='jabber:client'><priority>5</priority></presence>");
    bob.next();
    ann.send(message);
    assertThat(bob.next()).contains("<body>x</body>");
    assertThat(ann.hasNothing()).isTrue();
  }

  @Test
  void aMessageToAResourceThatIsGoneGoesToItsUser_8_5_3_2_1() {
    bob.send("<presence xmlns='jabber:client'/>");
    bob.next();
    ann.send("<message xmlns='jabber:client' to='bob@localhost/gone' type='chat'/>");
    assertThat(bob.next()).contains("to=\"bob@localhost/gone\"");
    ann.send("<message xmlns='jabber:client' to='bob@localhost/gone' type='headline'/>");
    ann.send("<message xmlns='jabber:client' to='bob@localhost/gone' type='error'/>");
    assertThat(bob.hasNothing()).isTrue();
    ann.send("<message xmlns='jabber:client' to='bob@localhost/gone' type='groupchat'/>");
    assertThat(ann.next()).contains("<service-unavailable");
  }

  @Test
  void aRequestToAResourceAndItsAnswerAreForwarded_8_5_3_1() {
    ann.send(
        "<iq xmlns='jabber:client' to='bob@localhost/r' type='get' id='v'><query xmlns='jabber:iq:version'/></iq>");
    assertThat(bob.next()).contains("from=\"ann@localhost/r\"", "jabber:iq:version");
    bob.send("<iq xmlns='jabber:client' to='ann@localhost/r' type='result' id='v'/>");
    assertThat(ann.next()).contains("type=\"result\"", "from=\"bob@localhost/r\"");

    ann.send(
        "<iq xmlns='jabber:client' to='bob@localhost/x' type='get' id='v'><q xmlns='q'/></iq>");
    assertThat(ann.next()).contains("<service-unavailable");
  }

  @Test
  void theRosterIsEmptyAndStaysSo_2() {
    ann.send("<iq xmlns='jabber:client' type='get' id='1'><query xmlns='jabber:iq:roster'/></iq>");
    assertThat(ann.next()).contains("type=\"result\"", "<query xmlns=\"jabber:iq:roster\"/>");
    ann.send(
        "<iq xmlns='jabber:client' type='set' id='1'><query xmlns='jabber:iq:roster'><item jid='b@localhost'/></query></iq>");
    assertThat(ann.next()).contains("<feature-not-implemented");
    ann.send("<presence xmlns='jabber:client' type='subscribe' to='bob@localhost'/>");
    assertThat(ann.next()).contains("<presence ", "type=\"error\"", "<service-unavailable");
  }

  @Test
  void theSoftwareIsNamed_XEP_0092() {
    ann.send("<iq xmlns='jabber:client' type='get' id='1'><query xmlns='jabber:iq:version'/></iq>");
    assertThat(ann.next()).contains("<name>Herald</name>", "<version>0.1</version>");
  }

  private ScriptedClient user(String name) {
    return ScriptedClient.user(server, name);
  }
}
