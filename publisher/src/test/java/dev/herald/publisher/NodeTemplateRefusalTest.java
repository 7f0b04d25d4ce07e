package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.publisher.post.Post.Claim;
import dev.herald.publisher.post.Post.Country;
import dev.herald.publisher.post.Post.Locker;
import dev.herald.publisher.post.Post.Parcel;
import dev.herald.publisher.post.Post.Receipt;
import dev.herald.publisher.post.Post.Sender;
import dev.herald.publisher.post.Post.Slot;
import dev.herald.publisher.zoo.Zoo.Ticket;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates of nodes that are wrong are told at the registration, with the way out. */
class NodeTemplateRefusalTest {

  private final SessionFactory factory =
      Database.of(
          Country.class,
          Sender.class,
          Parcel.class,
          Receipt.class,
          Slot.class,
          Locker.class,
          Claim.class,
          Ticket.class);
  private final Publisher publisher =
      new Publisher(new RecordingNodes(), PublisherSettings.DEFAULT, TransactionBinding.NONE);

  @BeforeEach
  void start() {
    publisher.attach(factory);
    publisher.start();
  }

  @AfterEach
  void stop() {
    publisher.close();
    factory.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/a/{nothing}         | no attribute 'nothing'; it has [id, address, code",
        "/a/{id               | braces",
        "/a/id}               | braces",
        "/a/{}                | braces",
        "/a/}id{              | braces",
        "/a/{{id}}            | braces",
        "/a/{id/b}            | braces",
        "/a/{id}{grams}       | without a slash between",
        "/a/{id}-{grams}      | without a slash between",
        "/a/{address.planet}  | no attribute 'planet'; it has [city, country, street]",
        "/a/{address}         | name one of them",
        "/a/{sender}          | name its id, {sender.id}",
        "/a/{sender.name}     | would have to be loaded",
        "/a/{senderNumber}    | not written by Hibernate",
        "/a/{receipt.id}      | not in the entity's own table",
        "/a/{labels}          | whole number",
        "/a/{price}           | java.math.BigDecimal",
        "/a/{length}          | java.lang.Double",
        "/a/{sent}            | java.time.Instant",
        "/a/{stamp}           | whole number",
        "/a/{note.length}     | no attribute 'length'",
      })
  void aTemplateThatCannotNameANodeIsRefused(String node, String message) {
    assertThatThrownBy(
            () -> publisher.register(Parcel.class, options -> options.node(node).fields("note")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + node + "'")
        .hasMessageContaining(message);
  }

  @Test
  void anIdOfSeveralPartsIsNamedByThem() {
    assertThatThrownBy(() -> publisher.register(Slot.class, options -> options.node("/slots/{id}")))
        .hasMessageContaining("[branch, number]");
  }

  @Test
  void aSecretDoesNotNameANodeUnlessItIsListed() {
    assertThatThrownBy(
            () ->
                publisher.register(
                    Locker.class,
                    options -> options.node("/open/{openingToken}").exclude("openingToken")))
        .hasMessageContaining("'openingToken'")
        .hasMessageContaining("secret");
    publisher.register(
        Locker.class, options -> options.node("/open/{openingToken}").fields("openingToken"));
  }

  @Test
  void aSecretIdOfAnotherEntityDoesNotNameANodeUnlessThatIsListed() {
    assertThatThrownBy(
            () -> publisher.register(Claim.class, options -> options.node("/claims/{ticket.id}")))
        .hasMessageContaining("'ticket.id'")
        .hasMessageContaining("list 'ticket' in the fields");
    publisher.register(
        Claim.class, options -> options.node("/claims/{ticket.id}").fields("ticket"));
  }

  @Test
  void aNodeThatIsNoNameIsRefused() {
    assertThatThrownBy(
            () -> publisher.register(Parcel.class, options -> options.node(" ").fields("note")))
        .hasMessageContaining("blank");
    assertThatThrownBy(
            () ->
                publisher.register(
                    Parcel.class, options -> options.node("/" + "a".repeat(1023)).fields("note")))
        .hasMessageContaining("1024");
  }
}
