package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.publisher.zoo.Zoo.Animal;
import dev.herald.publisher.zoo.Zoo.Cage;
import dev.herald.publisher.zoo.Zoo.Chip;
import dev.herald.publisher.zoo.Zoo.Chipped;
import dev.herald.publisher.zoo.Zoo.Egg;
import dev.herald.publisher.zoo.Zoo.Keeper;
import dev.herald.publisher.zoo.Zoo.Nest;
import dev.herald.publisher.zoo.Zoo.Parrot;
import dev.herald.publisher.zoo.Zoo.Place;
import dev.herald.publisher.zoo.Zoo.PlaceId;
import dev.herald.publisher.zoo.Zoo.Ticket;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a mapping may hide: secrets where one does not look, ids that are not there yet. */
class UnusualMappingTest {

  private final SessionFactory factory =
      Database.of(
          Animal.class,
          Parrot.class,
          Chipped.class,
          Ticket.class,
          Keeper.class,
          Cage.class,
          Nest.class,
          Egg.class,
          Place.class);
  private final RecordingNodes nodes = new RecordingNodes();
  private final Publisher publisher =
      new Publisher(nodes, PublisherSettings.DEFAULT, TransactionBinding.NONE);

  @AfterEach
  void stop() {
    publisher.close();
    factory.close();
  }

  private void start(Class<?>... registered) {
    for (Class<?> entity : registered) {
      publisher.register(entity);
    }
    publisher.attach(factory);
    publisher.start();
  }

  @Test
  void aSecretOfASubclassIsRefusedWhereItsSuperclassIsRegistered() {
    assertThatThrownBy(() -> start(Animal.class)).hasMessageContaining("'password'");
  }

  @Test
  void aSubclassIsPublishedToTheNodeOfItsSuperclassWithoutWhatIsExcluded() throws Exception {
    publisher.register(Animal.class, options -> options.exclude("password"));
    start();
    Parrot parrot = new Parrot();
    parrot.password = "polly";
    factory.inTransaction(session -> session.persist(parrot));
    var event = nodes.next();
    assertThat(event).hasToString("insert /zoo/Animal " + parrot.id);
    assertThat(event.payload().toString()).doesNotContain("polly");
  }

  @Test
  void aSecretInTheElementsOfACollectionIsRefused() {
    assertThatThrownBy(() -> start(Chipped.class)).hasMessageContaining("'chips.accessToken'");
  }

  @Test
  void theElementsOfACollectionHaveTheAttributesThatAreNotExcluded() throws Exception {
    publisher.register(Chipped.class, options -> options.exclude("chips.accessToken"));
    start();
    Chip chip = new Chip();
    chip.maker = "Acme";
    chip.accessToken = "t0ken";
    Chipped chipped = new Chipped();
    chipped.chips.add(chip);
    factory.inTransaction(session -> session.persist(chipped));
    assertThat(nodes.next().payload().toString()).contains("Acme").doesNotContain("t0ken");
  }

  @Test
  void anIdThatIsNamedLikeASecretIsRefusedUntilItIsListed() throws Exception {
    assertThatThrownBy(() -> start(Ticket.class))
        .hasMessageContaining("'ticketToken'")
        .hasMessageContaining("id");
  }

  @Test
  void jacksonsIgnoredPropertiesCountByTheirJsonNameAndAtTheAttribute() throws Exception {
    start(Keeper.class);
    Keeper keeper = new Keeper();
    keeper.privateMail = "a@b";
    keeper.chip = new Chip();
    keeper.chip.maker = "Acme";
    keeper.chip.accessToken = "t0ken";
    factory.inTransaction(session -> session.persist(keeper));
    assertThat(nodes.next().payload().toString())
        .contains("Acme")
        .doesNotContain("a@b")
        .doesNotContain("t0ken");
  }

  @Test
  void fillingTakesAQueryForTheIdsAndOneForTheRowsWhateverTheyReferTo() throws Exception {
    factory.inTransaction(
        session -> {
          for (int i = 0; i < 5; i++) {
            Cage cage = new Cage();
            cage.keeper = new Keeper();
            session.persist(cage.keeper);
            session.persist(cage);
          }
        });
    factory.getStatistics().setStatisticsEnabled(true);
    start(Cage.class);
    assertThat(nodes.next().payload().toString()).contains("to=\"zoo.Keeper\">");
    assertThat(factory.getStatistics().getPrepareStatementCount()).isEqualTo(2);
  }

  @Test
  void aToManyWhoseElementsHaveNoIdYetIsLeftOut() throws Exception {
    start(Nest.class);
    Nest nest = new Nest();
    nest.eggs.add(new Egg());
    factory.inTransaction(session -> session.persist(nest));
    assertThat(nodes.next().payload().toString()).doesNotContain("pk=\"\"");
  }

  @Test
  void theItemIdOfACompositeKeyJoinsItsParts() throws Exception {
    start(Place.class);
    Place place = new Place();
    place.id = new PlaceId("Main", 7);
    factory.inTransaction(session -> session.persist(place));
    var event = nodes.next();
    factory.inTransaction(session -> session.remove(session.find(Place.class, place.id)));
    assertThat(nodes.next().itemId()).isEqualTo(event.itemId());
    assertThat(event.itemId()).contains("Main").contains("7");
  }

  @Test
  void anUpsertIsHeard() throws Exception {
    start(Place.class);
    Place place = new Place();
    place.id = new PlaceId("Main", 7);
    place.name = "upserted";
    try (StatelessSession session = factory.openStatelessSession()) {
      session.beginTransaction();
      session.upsert(place);
      session.getTransaction().commit();
    }
    assertThat(nodes.next().payload().toString()).contains("upserted");
  }

  @Test
  void aFactoryMayBeAttachedTwiceAndARegistrationRepeated() throws Exception {
    start(Place.class);
    assertThatCode(() -> publisher.attach(factory)).doesNotThrowAnyException();
    publisher.register(Place.class);
    Place place = new Place();
    place.id = new PlaceId("Main", 7);
    factory.inTransaction(session -> session.persist(place));
    nodes.next();
    publisher.publish("/zoo/Place", "marker", "x");
    assertThat(nodes.next().itemId()).isEqualTo("marker");
  }

  @Test
  void aSecondRegistrationWithOtherOptionsIsRefusedAndNotIgnored() {
    start(Place.class);
    assertThatThrownBy(() -> publisher.register(Place.class, options -> options.exclude("name")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Place")
        .hasMessageContaining("already");
  }
}
