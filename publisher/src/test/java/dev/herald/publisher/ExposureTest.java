package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.publisher.post.Post.Letter;
import dev.herald.publisher.post.Post.Locker;
import dev.herald.publisher.post.Post.Slot;
import dev.herald.publisher.registration.ExposureReport.Row;
import dev.herald.publisher.zoo.Zoo.Animal;
import dev.herald.publisher.zoo.Zoo.Parrot;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an application is told about what it shows. */
class ExposureTest {

  private static final String ALL = "everyone who may connect";

  private final SessionFactory factory =
      Database.of(Locker.class, Letter.class, Slot.class, Animal.class, Parrot.class);
  private final Publisher publisher =
      new Publisher(new RecordingNodes(), PublisherSettings.DEFAULT, TransactionBinding.NONE);

  @AfterEach
  void stop() {
    publisher.close();
    factory.close();
  }

  @Test
  void eachFieldIsThereWithItsNodeAndWhoMayReadIt() {
    publisher.register(Animal.class, options -> options.fields("name", "password"));
    publisher.register(Slot.class, options -> options.fields("id.number"));
    publisher.attach(factory);
    publisher.start();
    assertThat(publisher.exposure().rows())
        .containsExactlyInAnyOrder(
            new Row("/lockers", "post.Locker", "id", ALL),
            new Row("/lockers", "post.Locker", "branch", ALL),
            new Row("/staff/lockers/{branch}", "post.Locker", "id", ALL),
            new Row("/staff/lockers/{branch}", "post.Locker", "branch", ALL),
            new Row("/staff/lockers/{branch}", "post.Locker", "openingToken", ALL),
            new Row("/post/Letter", "post.Letter", "id", ALL),
            new Row("/post/Letter", "post.Letter", "subject", ALL),
            // The item id has all parts of it, whatever is chosen.
            new Row("/post/Slot", "post.Slot", "id.branch", ALL),
            new Row("/post/Slot", "post.Slot", "id.number", ALL),
            // A parrot is an animal, so its password is shown there too.
            new Row("/zoo/Animal", "zoo.Animal", "id", ALL),
            new Row("/zoo/Animal", "zoo.Animal", "name", ALL),
            new Row("/zoo/Animal", "zoo.Animal", "password", ALL));
    assertThat(publisher.exposure().toString())
        .startsWith("node                     entity       field         who may read\n")
        .contains("/lockers                 post.Locker  branch        everyone who may connect\n");
    assertThat(publisher.exposure().lines())
        .contains(
            "post.Letter is published to '/post/Letter' (insert), for everyone who may connect:"
                + " id, subject");
  }

  @Test
  void nothingIsShownBeforeTheStart() {
    publisher.attach(factory);
    assertThat(publisher.exposure().rows()).isEmpty();
  }
}
