package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.NodeReader;
import dev.herald.ReadAccess;
import dev.herald.ReadPermission;
import dev.herald.Registration;
import dev.herald.publisher.claims.Claims.Claim;
import dev.herald.publisher.claims.Claims.Own;
import dev.herald.publisher.claims.Claims.Plain;
import dev.herald.publisher.registration.ExposureReport.Row;
import dev.herald.publisher.registration.NodeAccess;
import dev.herald.publisher.registration.PermissionBeans;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Who may read an entity's nodes, as its registration says. */
class ReadersTest {

  private static final NodeReader ANYBODY = new NodeReader("anonymous-1", true, Set.of());
  private static final NodeReader ANN = new NodeReader("ann", false, Set.of("ROLE_USER"));
  private static final NodeReader SAM =
      new NodeReader("sam", false, Set.of("ROLE_STAFF", "SCOPE_orders"));

  private final Own own = new Own();
  private final SessionFactory factory = Database.of(Claim.class, Plain.class);
  private final RecordingNodes nodes = new RecordingNodes();
  private final Publisher publisher = publisher(nodes);

  private Publisher publisher(NodePublisher target) {
    return new Publisher(
        target,
        PublisherSettings.DEFAULT,
        TransactionBinding.NONE,
        JsonMapper.builder().build(),
        List.of(),
        new PermissionBeans() {
          @Override
          public ReadPermission ofType(Class<? extends ReadPermission> type) {
            assertThat(type).isEqualTo(Own.class);
            return own;
          }

          @Override
          public ReadPermission named(String bean) {
            assertThat(bean).isEqualTo("own");
            return own;
          }
        });
  }

  @AfterEach
  void stop() {
    publisher.close();
    factory.close();
  }

  private void start() {
    publisher.attach(factory);
    publisher.start();
  }

  private NodeAccess access(String nodesName) {
    return nodes.access(nodesName);
  }

  @Test
  void openIsForEverybody() {
    start();
    assertThat(access("/claims").isOpen()).isTrue();
    assertThat(access("/claims").permits(ANYBODY, "/claims")).isTrue();
    assertThat(nodes.options("/claims")).isEqualTo(new NodeOptions(1_000, true, false));
  }

  @Test
  void authenticatedIsForWhoeverHasLoggedIn() {
    start();
    NodeAccess members = access("/members/claims");
    assertThat(members.isOpen()).isFalse();
    assertThat(members.permits(ANYBODY, "/members/claims")).isFalse();
    assertThat(members.permits(ANN, "/members/claims")).isTrue();
    assertThat(nodes.options("/members/claims")).isEqualTo(new NodeOptions(1_000, true, true));
  }

  @Test
  void aRoleIsAnAuthorityOfItsNameOrWithThePrefixOfSpring() {
    start();
    NodeAccess staff = access("/staff/claims");
    assertThat(staff.permits(SAM, "/staff/claims")).isTrue();
    assertThat(staff.permits(ANN, "/staff/claims")).isFalse();
    assertThat(staff.permits(ANYBODY, "/staff/claims")).isFalse();
    for (String authority : new String[] {"STAFF", "SCOPE_audit"}) {
      NodeReader reader = new NodeReader("x", false, Set.of(authority));
      assertThat(staff.permits(reader, "/staff/claims")).as(authority).isTrue();
    }
    for (String authority : new String[] {"staff", "SCOPE_STAFF", "ROLE_ROLE_STAFF", "audit"}) {
      NodeReader reader = new NodeReader("x", false, Set.of(authority));
      assertThat(staff.permits(reader, "/staff/claims")).as(authority).isFalse();
    }
    NodeReader anonymousWithRole = new NodeReader("x", true, Set.of("STAFF"));
    assertThat(staff.permits(anonymousWithRole, "/staff/claims")).isFalse();
  }

  @Test
  void thePermissionIsGivenTheNodeWithTheValuesItIsNamedBy() {
    start();
    NodeAccess claims = access("/claims/{owner}/{number}");
    assertThat(claims.covers("/claims/ann/7")).isTrue();
    assertThat(claims.covers("/claims/ann/x")).isFalse();
    assertThat(claims.permits(ANN, "/claims/ann/7")).isTrue();
    assertThat(claims.permits(SAM, "/claims/ann/7")).isFalse();
    assertThat(own.asked.get(0).values())
        .containsEntry("owner", "ann")
        .containsEntry("number", "7");
    assertThat(own.asked.get(0)).hasToString("/claims/ann/7");
    NodeReader odd = new NodeReader("a/b {%}", false, Set.of());
    assertThat(claims.permits(odd, "/claims/a%2Fb%20%7B%25%7D/%null")).isTrue();
    assertThat(own.asked.get(2).values()).containsEntry("number", null);
    assertThatThrownBy(() -> own.asked.get(0).value("id"))
        .hasMessageContaining("'/claims/ann/7' is not named by 'id', but by [owner, number]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/claims/ann/007", "/claims/%61nn/7", "/claims/%zz/7", "/claims/%/7"})
  void aNameThatNoRowEverHasIsForNobodyAndNotAskedAbout(String node) {
    start();
    assertThat(access("/claims/{owner}/{number}").permits(ANN, node)).isFalse();
    assertThat(own.asked).isEmpty();
  }

  @Test
  void whoeverReadsMustFitAllThatIsSaid() {
    start();
    NodeAccess named = access("/named/{owner}");
    assertThat(named.permits(ANN, "/named/ann")).isTrue();
    assertThat(named.permits(ANN, "/named/sam")).isFalse();
    own.asked.clear();
    assertThat(named.permits(SAM, "/named/sam")).isFalse();
    assertThat(own.asked).isEmpty();
  }

  @Test
  void aRegistrationHasTheSameChoices() {
    publisher.register(
        Plain.class, options -> options.node("/plain").access(ReadAccess.AUTHENTICATED));
    publisher.register(Plain.class, options -> options.node("/staff").roles("STAFF"));
    publisher.register(
        Plain.class,
        options ->
            options
                .node("/of/{owner}")
                .permission((reader, node) -> reader.name().equals(node.value("owner"))));
    start();
    assertThat(access("/plain").permits(ANYBODY, "/plain")).isFalse();
    assertThat(access("/staff").permits(SAM, "/staff")).isTrue();
    assertThat(access("/of/{owner}").permits(ANN, "/of/ann")).isTrue();
    assertThat(access("/of/{owner}").permits(ANN, "/of/sam")).isFalse();
  }

  @Test
  void rolesOfARegistrationTakeThePlaceOfThoseOfTheAnnotation() {
    publisher.register(Claim.class, options -> options.node("/staff/claims").roles("USER"));
    start();
    assertThat(access("/staff/claims").permits(ANN, "/staff/claims")).isTrue();
    assertThat(access("/staff/claims").permits(SAM, "/staff/claims")).isFalse();
  }

  @Test
  void theReportSaysWhoMayRead() {
    start();
    assertThat(publisher.exposure().rows())
        .contains(
            new Row("/claims", "claims.Claim", "state", "everyone who may connect"),
            new Row("/members/claims", "claims.Claim", "state", "everyone who has logged in"),
            new Row("/staff/claims", "claims.Claim", "state", "the roles SCOPE_audit, STAFF"),
            new Row("/claims/{owner}/{number}", "claims.Claim", "state", "whom Own permits"),
            new Row(
                "/named/{owner}", "claims.Claim", "state", "the role ROLE_USER, whom own permits"));
  }

  @Test
  void aNodeOfATemplateIsRestrictedFromItsFirstItemOn() throws Exception {
    start();
    Claim claim = new Claim();
    claim.owner = "ann";
    claim.number = 7;
    factory.inTransaction(session -> session.persist(claim));
    for (int i = 0; i < 5; i++) {
      nodes.next();
    }
    assertThat(nodes.options("/claims/ann/7")).isEqualTo(new NodeOptions(1_000, true, true));
  }

  @Test
  void withoutBeansAPermissionThatIsNamedStopsTheStart() {
    Publisher plain = new Publisher(nodes, PublisherSettings.DEFAULT, TransactionBinding.NONE);
    plain.attach(factory);
    assertThatThrownBy(plain::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("There are no beans here")
        .hasMessageContaining("options.permission(");
    plain.close();
  }

  @Test
  void aTargetThatCannotSeeToItStopsTheStart() {
    Publisher careless = publisher(new Careless());
    careless.attach(factory);
    assertThatThrownBy(careless::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only, which")
        .hasMessageContaining("Careless cannot see to");
    careless.close();
  }

  @Test
  void aRoleWithoutANameIsRefused() {
    Consumer<Registration> blank = options -> options.roles(" ");
    assertThatThrownBy(() -> publisher.register(Plain.class, blank))
        .hasMessageContaining("A role has a name");
  }

  /** A target that does not know of readers. */
  private static final class Careless implements NodePublisher {

    @Override
    public void createNode(String node, NodeOptions options) {}

    @Override
    public Collection<String> itemIds(String node) {
      return List.of();
    }

    @Override
    public Collection<String> nodes(String prefix) {
      return List.of();
    }

    @Override
    public Map<String, XmlElement> items(String node, Collection<String> itemIds) {
      return Map.of();
    }

    @Override
    public CompletionStage<Void> publish(String node, String itemId, XmlFragment payload) {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> retract(String node, String itemId) {
      return CompletableFuture.completedStage(null);
    }
  }
}
