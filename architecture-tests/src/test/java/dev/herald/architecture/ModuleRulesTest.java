package dev.herald.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of ARCHITECTURE.md. */
class ModuleRulesTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.herald", "demo");

  private static final String[] JAVA = {"java..", "org.jspecify.annotations.."};

  @Test
  void everythingHasBeenImported() {
    assertThat(CLASSES.contain("dev.herald.xmpp.Jid")).isTrue();
    assertThat(CLASSES.contain("dev.herald.spring.HeraldAutoConfiguration")).isTrue();
    assertThat(CLASSES.contain("dev.herald.testkit.HeraldEvents")).isTrue();
    assertThat(CLASSES.contain("demo.DemoApplication")).isTrue();
  }

  @Test
  void xmppDependsOnItsParserAndItsAddressesOnly() {
    only(
        "dev.herald.xmpp..",
        "javax.xml.stream..",
        "javax.xml.namespace..",
        "com.fasterxml.aalto..",
        "org.jxmpp..");
  }

  @Test
  void theServerKnowsNoFrameworkAndNoSocket() {
    only(
        "dev.herald.server..",
        "dev.herald.xmpp..",
        "org.slf4j..",
        "com.ongres.scram..",
        "com.nimbusds.jose..",
        "com.nimbusds.jwt..",
        "javax.crypto..",
        "javax.sql..");
    noClasses()
        .that()
        .resideInAPackage("dev.herald.server..")
        .and()
        .resideOutsideOfPackage("dev.herald.server.pubsub.store.jdbc..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("dev.herald.server..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.channels..", "javax.net..")
        .check(CLASSES);
  }

  @Test
  void theListenersKnowTheServerAndNetty() {
    only(
        "dev.herald.netty..",
        "dev.herald.server..",
        "dev.herald.xmpp..",
        "io.netty..",
        "javax.net.ssl..",
        "org.slf4j..");
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.herald.netty..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(CLASSES);
  }

  @Test
  void theCommandLinePutsTheServerAndItsListenersTogether() {
    only(
        "dev.herald.cli..",
        "dev.herald.netty..",
        "dev.herald.server..",
        "dev.herald.xmpp..",
        "javax.sql..",
        "org.h2..",
        "picocli..");
  }

  @Test
  void thePubSubServiceKnowsNoXmlAndNoSession() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.herald.server.pubsub", "dev.herald.server.pubsub.store")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.herald.xmpp", "dev.herald.server.session").and(new NotJid()))
        .check(CLASSES);
  }

  @Test
  void thePublisherKnowsNoServerAndNoSpring() {
    only(
        "dev.herald.publisher..",
        "dev.herald",
        "dev.herald.xmpp..",
        "org.slf4j..",
        "org.hibernate..",
        "jakarta.persistence..",
        "com.fasterxml.jackson.annotation..",
        "tools.jackson..",
        "com.ctc.wstx..",
        "org.codehaus.stax2..",
        "javax.xml..",
        "org.w3c.dom..");
  }

  @Test
  void theExternalServerIsReachedByTheJdkAlone() {
    only(
        "dev.herald.external..",
        "dev.herald",
        "dev.herald.publisher..",
        "dev.herald.xmpp..",
        "org.slf4j..",
        "jakarta.persistence..",
        "javax.crypto..",
        "javax.naming..",
        "javax.net..");
    noClasses()
        .that()
        .resideInAPackage("dev.herald.external.stream..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.herald.publisher..", "dev.herald.external")
        .check(CLASSES);
  }

  @Test
  void publisherAndServerMeetInEmbeddedAndTheStarterOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.herald.embedded..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "jakarta.servlet..", "jakarta.websocket..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.herald.spring..", "dev.herald.testkit.spring..", "demo..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "jakarta.servlet..", "jakarta.websocket..")
        .check(CLASSES);
  }

  @Test
  void theTestKitKnowsThePublisherAndSpringInAPackageOfItsOwn() {
    only(
        "dev.herald.testkit",
        "dev.herald",
        "dev.herald.publisher..",
        "dev.herald.xmpp..",
        "org.hibernate..",
        "org.junit.jupiter.api..",
        "org.opentest4j..",
        "tools.jackson..");
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.herald.testkit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.herald.testkit..", "org.junit..")
        .check(CLASSES);
  }

  @Test
  void theDemoUsesWhatAUserUses() {
    noClasses()
        .that()
        .resideInAPackage("demo..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.herald.*..")
        .check(CLASSES);
  }

  @Test
  void packagesOfAModuleNeedOneAnotherOneWay() {
    slices().matching("dev.herald.server.(*)..").should().beFreeOfCycles().check(CLASSES);
    slices().matching("dev.herald.spring.(*)..").should().beFreeOfCycles().check(CLASSES);
    slices().matching("dev.herald.publisher.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheAssemblyKnowsAllPartsOfTheServer() {
    noClasses()
        .that()
        .resideInAPackage("dev.herald.server.*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.herald.server")
        .check(CLASSES);
  }

  @Test
  void packagesSayThatNullIsNotExpected() {
    classes()
        .that()
        .resideInAnyPackage("dev.herald..", "demo..")
        .should(new BeNullMarked())
        .check(CLASSES);
  }

  @Test
  void architectureNamesOnlyClassesThatExist() throws Exception {
    Set<String> known =
        CLASSES.stream()
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toCollection(TreeSet::new));
    Path root = Path.of("..").toRealPath();
    known.add(getClass().getSimpleName());
    Set<String> named = new TreeSet<>();
    Matcher names =
        Pattern.compile("`([A-Z][A-Za-z0-9]+)`")
            .matcher(Files.readString(root.resolve("ARCHITECTURE.md")));
    while (names.find()) {
      named.add(names.group(1));
    }
    named.removeAll(known);
    assertThat(named).as("classes that ARCHITECTURE.md names and that do not exist").isEmpty();
  }

  private static void only(String module, String... allowed) {
    String[] all =
        Stream.of(new String[] {module}, JAVA, allowed).flatMap(Stream::of).toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(module)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(all)
        .check(CLASSES);
  }
}
