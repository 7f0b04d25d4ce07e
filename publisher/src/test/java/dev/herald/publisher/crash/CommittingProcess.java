package dev.herald.publisher.crash;

import dev.herald.publisher.Publisher;
import dev.herald.publisher.PublisherSettings;
import dev.herald.publisher.TransactionBinding;
import dev.herald.publisher.ledger.Tally;
import dev.herald.publisher.outbox.jdbc.InitializeOutbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/**
 * An application that commits as fast as it can until it is killed, or, with no changes to make,
 * until all has been announced.
 *
 * <p>Arguments: a JDBC URL, the port of the target, a seed, how many changes each thread makes, in
 * how many milliseconds the changes of a row are told as one.
 */
final class CommittingProcess {

  static final int ROWS = 50;
  private static final int THREADS = 3;

  private CommittingProcess() {}

  public static void main(String[] arguments) throws Exception {
    String url = arguments[0];
    long seed = Long.parseLong(arguments[2]);
    int changes = Integer.parseInt(arguments[3]);
    long window = Long.parseLong(arguments[4]);
    try (SessionFactory factory = factory(url);
        SocketNodes target = SocketNodes.connect(Integer.parseInt(arguments[1]));
        Publisher publisher =
            new Publisher(
                target,
                PublisherSettings.DEFAULT
                    .withInitialize(InitializeOutbox.ALWAYS)
                    .withLease(Duration.ofSeconds(1)),
                TransactionBinding.NONE)) {
      publisher.attach(factory);
      if (window > 0) {
        publisher.register(Tally.class, options -> options.coalesce(Duration.ofMillis(window)));
      }
      publisher.start();
      System.out.println("started");
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(seed + i);
        Thread thread = new Thread(() -> change(factory, random, changes));
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
      while (publisher.waiting() > 0) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
    System.out.println("drained");
  }

  static SessionFactory factory(String url) {
    return new Configuration()
        .addAnnotatedClass(Tally.class)
        .setProperty("hibernate.connection.url", url)
        .setProperty("hibernate.connection.username", url.contains("postgres") ? "postgres" : "")
        .setProperty("hibernate.connection.pool_size", "10")
        .setProperty("hibernate.hbm2ddl.auto", "update")
        .buildSessionFactory();
  }

  private static void change(SessionFactory factory, Random random, int changes) {
    for (int i = 0; i < changes; i++) {
      // So that the target is mostly close behind, as it is where an application is killed.
      LockSupport.parkNanos(random.nextInt(4_000_000));
      long id = random.nextInt(ROWS);
      boolean flushes = random.nextBoolean();
      boolean rollsBack = random.nextInt(10) == 0;
      try (Session session = factory.openSession()) {
        session.beginTransaction();
        session.find(Tally.class, id, LockMode.PESSIMISTIC_WRITE).changes++;
        if (flushes) {
          session.flush();
        }
        if (rollsBack) {
          session.getTransaction().rollback();
        } else {
          session.getTransaction().commit();
        }
      }
    }
  }
}
