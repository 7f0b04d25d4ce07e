package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.Actor;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XEP-0060: what options of subscriptions and nodes make of notifications (section 12). */
class PubSubDeliveryTest extends PubSubWorld {

  private static final String SHIM = "http://jabber.org/protocol/shim";

  @Test
  void whoDoesNotWantNotificationsGetsNone_16_4_2_deliver() {
    node("/a");
    ScriptedClient romeo = client("romeo");
    subscribe(romeo, "/a", romeo.jid(), "deliver", "0");
    publish("/a", "1");
    assertThat(romeo.hasNothing()).isTrue();
    configure(romeo, "/a", romeo.jid(), "", "deliver", "1");
    publish("/a", "2");
    assertThat(romeo.next()).contains("<item id=\"2\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<x xmlns='urn:x'> Hi,\t<b>you</b> &amp; all </x> | Hi, you & all",
        "<entry xmlns='http://www.w3.org/2005/Atom'><title>T</title><summary>S</summary></entry> | S",
        "<entry xmlns='http://www.w3.org/2005/Atom'><title>T</title></entry> | T",
      })
  void aBodyHasTheTextOfThePayload_12_8(String payload, String body) {
    node("/a");
    ScriptedClient romeo = client("romeo");
    subscribe(romeo, "/a", romeo.jid(), "include_body", "1");
    service.publish(Actor.APPLICATION, "/a", "1", payload);
    assertThat(romeo.nextElement().child(Namespaces.CLIENT, "body").orElseThrow().text())
        .isEqualTo(body);
  }

  @Test
  void aBodyIsShort_12_8() {
    node("/a");
    ScriptedClient romeo = client("romeo");
    subscribe(romeo, "/a", romeo.jid(), "include_body", "1");
    service.publish(Actor.APPLICATION, "/a", "1", "<x xmlns=''>" + "x".repeat(5_000) + "</x>");
    assertThat(romeo.nextElement().child(Namespaces.CLIENT, "body").orElseThrow().text())
        .isEqualTo("x".repeat(1_000) + "…");
  }

  @Test
  void thereIsNoBodyWithoutTextOrPayload_12_8() {
    node("/a");
    node("/quiet", "deliver_payloads", "false");
    ScriptedClient romeo = client("romeo");
    subscribe(romeo, "/a", romeo.jid(), "include_body", "1");
    subscribe(romeo, "/quiet", romeo.jid(), "include_body", "1");
    service.publish(Actor.APPLICATION, "/a", "1", "<x xmlns='urn:x'/>");
    assertThat(romeo.next()).doesNotContain("<body");
    publish("/quiet", "1");
    assertThat(romeo.next()).doesNotContain("<body");
  }

  @Test
  void notificationsGoToResourcesOfTheChosenPresence_16_4_2_show_values() {
    node("/a");
    ScriptedClient romeo = client("romeo");
    subscribe(romeo, "/a", romeo.jid(), "show-values", "chat,online");
    publish("/a", "1");
    assertThat(romeo.hasNothing()).as("without presence").isTrue();
    presence(romeo, "");
    publish("/a", "2");
    assertThat(romeo.next()).contains("<item id=\"2\"");
    presence(romeo, "<show>dnd</show>");
    publish("/a", "3");
    assertThat(romeo.hasNothing()).as("when not to be disturbed").isTrue();
    presence(romeo, "<show>chat</show>");
    publish("/a", "4");
    assertThat(romeo.next()).contains("<item id=\"4\"");
  }

  @Test
  void notificationsGoToAvailableResourcesOnly_12_6() {
    node("/a", "presence_based_delivery", "true");
    ScriptedClient balcony = client("juliet", "balcony");
    ScriptedClient chamber = client("juliet", "chamber");
    subscribe(balcony, "/a", bare(balcony));
    publish("/a", "1");
    assertThat(balcony.hasNothing()).isTrue();
    presence(balcony, "");
    publish("/a", "2");
    assertThat(balcony.next()).contains("<item id=\"2\"");
    assertThat(chamber.hasNothing()).isTrue();
  }

  @Test
  void subscribersAreToldThatManyItemsHaveChangedAndNothingIsStored() {
    node("/a&b", "notification_type", "normal");
    ScriptedClient romeo = client("romeo");
    ScriptedClient deaf = client("juliet");
    subscribe(romeo, "/a&amp;b", romeo.jid());
    subscribe(deaf, "/a&amp;b", deaf.jid(), "deliver", "0");
    long version = service.node("/a&b").version();
    service.changed(Actor.APPLICATION, "/a&b", 12, 3);
    XmlElement message = romeo.nextElement();
    assertThat(message.attribute("type")).isEqualTo("headline");
    assertThat(message.attribute("to")).isEqualTo(romeo.jid());
    assertThat(message.children())
        .singleElement()
        .hasToString(
            "<changed xmlns=\"urn:herald:changed:1\" node=\"/a&amp;b\" published=\"12\" retracted=\"3\"/>");
    assertThat(deaf.hasNothing()).isTrue();
    assertThat(service.node("/a&b").version()).isEqualTo(version);
  }

  @Test
  void aNodeThatDoesNotNotifyDoesNotSayThatManyItemsHaveChanged() {
    node("/a", "deliver_notifications", "false");
    ScriptedClient romeo = client("romeo");
    subscribe(romeo, "/a", romeo.jid());
    service.changed(Actor.APPLICATION, "/a", 1, 0);
    assertThat(romeo.hasNothing()).isTrue();
  }

  @Test
  void
      anAddressWithSeveralSubscriptionsIsToldOnceByWhich_6_1_6_and_7_1_2_4_and_7_2_2_2_and_12_16() {
    node("/a");
    ScriptedClient romeo = client("romeo");
    String one = subid(subscribe(romeo, "/a", romeo.jid()));
    String two = subid(subscribe(romeo, "/a", romeo.jid(), "include_body", "1"));
    String off = subid(subscribe(romeo, "/a", romeo.jid(), "deliver", "0"));
    publish("/a", "1");
    XmlElement message = romeo.nextElement();
    assertThat(romeo.hasNothing()).isTrue();
    // Section 12.8: one that wants a body is enough.
    assertThat(message.child(Namespaces.CLIENT, "body")).isPresent();
    List<XmlElement> headers = message.child(SHIM, "headers").orElseThrow().children();
    assertThat(headers).allMatch(h -> "SubID".equals(h.attribute("name")));
    assertThat(headers).extracting(XmlElement::text).containsExactly(one, two).doesNotContain(off);
    assertThat(message.children().get(message.children().size() - 1).name()).isEqualTo("headers");

    service.retract(Actor.APPLICATION, "/a", "1", true);
    assertThat(romeo.next()).contains("<header name=\"SubID\">" + one);
    service.delete(Actor.APPLICATION, "/a");
    assertThat(romeo.next()).contains("<delete ").doesNotContain("SubID");
  }

  @Test
  void theOnlySubscriptionOfAnAddressIsNotNamed_7_1_2_4() {
    node("/a");
    ScriptedClient balcony = client("juliet", "balcony");
    ScriptedClient chamber = client("juliet", "chamber");
    subscribe(balcony, "/a", balcony.jid());
    subscribe(chamber, "/a", chamber.jid());
    publish("/a", "1");
    assertThat(balcony.next()).doesNotContain("SubID");
    assertThat(chamber.next()).doesNotContain("SubID");
  }

  @Test
  void aLeaseEndsAndCanBeRenewed_12_19() {
    node("/a");
    ScriptedClient romeo = client("romeo");
    Instant end = Instant.now().plusMillis(700);
    subscribe(romeo, "/a", bare(romeo), "expire", end.toString());
    publish("/a", "1");
    assertThat(romeo.next()).contains("<item id=\"1\"");
    await(end);
    publish("/a", "2");
    assertThat(romeo.hasNothing()).isTrue();
    assertThat(subscribers("/a")).isZero();
    String later = Instant.now().plusSeconds(60).toString();
    subscribe(romeo, "/a", bare(romeo), "expire", later);
    assertThat(
            configure(romeo, "/a", bare(romeo), "", "expire", "2090-02-28T11:59:59+01:00")
                .attribute("type"))
        .isEqualTo("result");
    assertThat(romeo.pubSub("get", "<options node='/a' jid='romeo@localhost'/>").toString())
        .contains("<value>2090-02-28T10:59:59Z</value>");
  }

  @Test
  void aTemporarySubscriptionEndsWithThePresence_12_5() {
    node("/a");
    ScriptedClient romeo = client("romeo");
    presence(romeo, "");
    subscribe(romeo, "/a", romeo.jid(), "expire", "presence");
    subscribe(romeo, "/a", romeo.jid());
    subscribe(romeo, "/a", bare(romeo), "expire", "presence");
    assertThat(subscribers("/a")).isEqualTo(3);
    romeo.send("<presence xmlns='jabber:client' type='unavailable'/>");
    assertThat(subscribers("/a")).as("the one that is not temporary").isEqualTo(1);
  }

  @Test
  void aTemporarySubscriptionOfAnAccountEndsWithItsLastSession_12_5() {
    node("/a");
    ScriptedClient balcony = client("juliet", "balcony");
    ScriptedClient chamber = client("juliet", "chamber");
    subscribe(balcony, "/a", bare(balcony), "expire", "presence");
    balcony.leave();
    assertThat(subscribers("/a")).isEqualTo(1);
    chamber.leave();
    assertThat(subscribers("/a")).isZero();
  }

  @Test
  void aSubscriptionBecomesTemporaryAndBack_12_5() {
    node("/a");
    ScriptedClient romeo = client("romeo");
    subscribe(romeo, "/a", bare(romeo));
    configure(romeo, "/a", bare(romeo), "", "expire", "presence");
    configure(romeo, "/a", bare(romeo), "", "expire", "");
    romeo.leave();
    assertThat(subscribers("/a")).isEqualTo(1);
    ScriptedClient again = client("romeo");
    configure(again, "/a", bare(again), "", "expire", "presence");
    again.leave();
    assertThat(subscribers("/a")).isZero();
  }

  @Test
  void aNodeMakesAllItsSubscriptionsTemporary_12_5() {
    node("/a", "tempsub", "true");
    ScriptedClient romeo = client("romeo");
    subscribe(romeo, "/a", bare(romeo));
    assertThat(subscribers("/a")).isEqualTo(1);
    romeo.leave();
    assertThat(subscribers("/a")).isZero();
  }

  @Test
  void theLastItemIsSentWithItsDelay_6_1_7_and_12_10() {
    node("/never");
    node("/on-sub", "send_last_published_item", "on_sub");
    publish("/never", "1");
    publish("/on-sub", "1", "2");
    ScriptedClient romeo = client("romeo");
    subscribe(romeo, "/never", romeo.jid());
    assertThat(romeo.hasNothing()).isTrue();
    subscribe(romeo, "/on-sub", romeo.jid());
    XmlElement message = romeo.nextElement();
    assertThat(message.toString()).contains("<item id=\"2\"");
    assertThat(message.child("urn:xmpp:delay", "delay").orElseThrow().attribute("stamp"))
        .endsWith("Z");
    presence(romeo, "");
    assertThat(romeo.hasNothing()).as("on presence").isTrue();
  }

  @Test
  void theLastItemIsSentWithInitialPresence_6_1_7_and_12_2() {
    node("/a", "send_last_published_item", "on_sub_and_presence");
    ScriptedClient balcony = client("juliet", "balcony");
    subscribe(balcony, "/a", bare(balcony));
    publish("/a", "1");
    assertThat(balcony.next()).contains("<item id=\"1\"");
    ScriptedClient chamber = client("juliet", "chamber");
    presence(chamber, "");
    assertThat(chamber.next()).contains("<item id=\"1\"").contains("<delay ");
    assertThat(balcony.hasNothing()).as("the other resource has it").isTrue();
    presence(chamber, "<show>away</show>");
    assertThat(chamber.hasNothing()).as("it is not initial").isTrue();
  }

  @Test
  void itemsLeaveWhenTheirTimeIsOver_16_4_4_item_expire() {
    node("/a", "item_expire", "1");
    publish("/a", "1");
    Instant end = Instant.now().plusMillis(1_050);
    ScriptedClient romeo = client("romeo");
    await(end);
    assertThat(romeo.pubSub("get", "<items node='/a'/>").toString()).doesNotContain("<item ");
    publish("/a", "2");
    assertThat(romeo.pubSub("get", "<items node='/a'/>").toString())
        .contains("<item id=\"2\"")
        .doesNotContain("<item id=\"1\"");
  }

  /** The clock is what is waited for. */
  private static void await(Instant time) {
    while (Instant.now().isBefore(time)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static String subid(XmlElement subscription) {
    return String.valueOf(subscription.attribute("subid"));
  }
}
