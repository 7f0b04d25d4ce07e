package dev.herald.server.bosh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.Authorization;
import dev.herald.server.pubsub.Authorization.Decision;
import dev.herald.xmpp.Namespaces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests of one session from several threads, in any order and more than once. */
class BoshConcurrencyTest {

  private static final int PINGS = 1500;
  private static final int EVENTS = 1500;
  private static final int HOLD = 2;

  private final BoshServer server = new BoshServer(BoshLimits.DEFAULT, 10_000_000);
  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  /** The responses by request id. */
  private final TreeMap<Long, String> responses = new TreeMap<>();

  /** The requests whose response was another one the second time. */
  private final List<Long> differing = new ArrayList<>();

  private int running;

  @AfterEach
  void stop() {
    threads.shutdownNow();
    server.close();
  }

  @Test
  @Timeout(60)
  void nothingIsLostOrDoubledOrOutOfOrder_14() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("BoshConcurrencyTest seed: " + seed);
    Random random = new Random(seed);
    BoshClient client = server.client();
    subscribe(client, client.login("to='localhost' wait='60' hold='2' ver='1.6'"));
    CountDownLatch start = new CountDownLatch(1);
    Future<?> publisher =
        threads.submit(
            () -> {
              start.await();
              for (int i = 1; i <= EVENTS; i++) {
                server.xmpp().pubSub().publish(Actor.APPLICATION, "/a", "e" + i, "");
              }
              return null;
            });
    start.countDown();

    long first = client.rid();
    long next = first;
    while (next < first + PINGS || !publisher.isDone()) {
      int open = awaitRoom(first, next);
      List<Long> batch = new ArrayList<>();
      for (int i = random.nextInt(HOLD + 1 - open); i >= 0; i--) {
        batch.add(next++);
        if (random.nextInt(4) == 0) {
          batch.add(next - 1);
        }
      }
      Collections.shuffle(batch, random);
      started(batch.size());
      batch.forEach(rid -> threads.execute(() -> send(client.sid(), rid, rid - first + 1)));
    }
    awaitRoom(first, next);
    server.advance(Duration.ofSeconds(60));
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

    assertThat(differing).isEmpty();
    String all = String.join("", responses.values());
    assertThat(found("id=\"p(\\d+)\"", all)).isEqualTo(upTo(next - first));
    assertThat(found("<item id=\"e(\\d+)\"", all)).isEqualTo(upTo(EVENTS));
  }

  @Test
  @Timeout(60)
  void aRequestThatTakesItsTimeKeepsNoThreadOfTheNextOneAndIsAnsweredFirst_14_2() throws Exception {
    CountDownLatch isAsked = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    Authorization slow =
        (client, action, node) -> {
          isAsked.countDown();
          try {
            return mayAnswer.await(30, TimeUnit.SECONDS) ? Decision.ALLOW : Decision.REFUSE;
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    try (BoshServer slowServer = new BoshServer(BoshLimits.DEFAULT, 10_000, slow)) {
      slowServer.xmpp().pubSub().create(Actor.APPLICATION, "/a");
      BoshClient client = slowServer.loggedIn();
      long rid = client.rid();
      String items =
          "<iq xmlns='jabber:client' type='get' id='slow' to='pubsub.localhost'><pubsub xmlns='%s'>"
                  .formatted(Namespaces.PUBSUB)
              + "<items node='/a'/></pubsub></iq>";
      Future<Answer> first = threads.submit(() -> client.send(rid, "", items));
      isAsked.await();

      Answer next =
          client.send(
              rid + 1,
              "",
              "<iq xmlns='jabber:client' type='get' id='fast'><ping xmlns='urn:xmpp:ping'/></iq>");
      next.isHeld();

      mayAnswer.countDown();
      assertThat(first.get().text()).contains("id=\"slow\"", "id=\"fast\"");
    }
  }

  private void send(String sid, long rid, long number) {
    server
        .endpoint()
        .handle(
            new BoshRequest(
                "<body xmlns='http://jabber.org/protocol/httpbind' rid='%d' sid='%s'>%s</body>"
                    .formatted(rid, sid, BoshClient.ping("p" + number)),
                BoshClient.ANYBODY),
            body -> received(rid, body));
    started(-1);
  }

  private synchronized void started(int requests) {
    running += requests;
    notifyAll();
  }

  private synchronized void received(long rid, String body) {
    if (body.contains("type=\"error\"/>")) {
      return;
    }
    String before = responses.put(rid, body);
    if (before != null && !before.equals(body)) {
      differing.add(rid);
    }
    notifyAll();
  }

  /** Waits until another request may be sent; returns how many are open. */
  private synchronized int awaitRoom(long first, long next) throws InterruptedException {
    // A copy that is late by more requests than are kept would end the session.
    while (running > 0 || next - first - responses.size() > HOLD) {
      wait();
    }
    return (int) (next - first) - responses.size();
  }

  private void subscribe(BoshClient client, String jid) {
    server.xmpp().pubSub().create(Actor.APPLICATION, "/a");
    assertThat(
            client
                .ask(
                    ("<iq xmlns='jabber:client' type='set' id='s' to='pubsub.localhost'><pubsub"
                            + " xmlns='http://jabber.org/protocol/pubsub'>"
                            + "<subscribe node='/a' jid='%s'/></pubsub></iq>")
                        .formatted(jid))
                .text())
        .contains("subscribed");
  }

  private static List<Integer> found(String pattern, String text) {
    List<Integer> numbers = new ArrayList<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      numbers.add(Integer.valueOf(matcher.group(1)));
    }
    return numbers;
  }

  private static List<Integer> upTo(long last) {
    return IntStream.rangeClosed(1, (int) last).boxed().toList();
  }
}
