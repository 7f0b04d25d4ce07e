package dev.herald.interop;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.igniterealtime.smack.inttest.AbstractSmackIntTest;
import org.igniterealtime.smack.inttest.annotations.SmackIntegrationTest;

/** Which of Smack's integration tests are ours to pass; the two lists in the resources say so. */
final class SmackSelection {

  private final Set<String> inScope =
      lines("/smack-in-scope.txt").collect(toCollection(TreeSet::new));
  private final Set<String> outOfScope =
      lines("/smack-out-of-scope.txt")
          .map(line -> line.substring(0, line.indexOf(':')))
          .collect(toCollection(TreeSet::new));

  /** The names of those that must pass, as Smack reports them. */
  Set<String> inScope() {
    return inScope;
  }

  /** The full names of the methods that must pass, as Smack wants to be told them. */
  Set<String> methodsInScope() {
    return methods()
        .filter(this::isInScope)
        .map(SmackSelection::name)
        .collect(toCollection(TreeSet::new));
  }

  /** Tests that are on no list, or on both. */
  Set<String> undecided() {
    return methods()
        .filter(method -> isInScope(method) == isOutOfScope(method))
        .map(SmackSelection::name)
        .collect(toCollection(TreeSet::new));
  }

  /** Lines of the list of what is left out which name no test. */
  Set<String> outOfScopeWithoutTest() {
    Set<String> unknown = new TreeSet<>(outOfScope);
    methods().forEach(method -> unknown.removeAll(List.of(className(method), name(method))));
    return unknown;
  }

  private boolean isInScope(Method method) {
    String start = method.getDeclaringClass().getSimpleName() + "." + method.getName() + " ";
    return inScope.stream().anyMatch(line -> line.startsWith(start));
  }

  private boolean isOutOfScope(Method method) {
    return outOfScope.contains(className(method)) || outOfScope.contains(name(method));
  }

  private static String className(Method method) {
    return method.getDeclaringClass().getName();
  }

  private static String name(Method method) {
    return className(method) + "." + method.getName();
  }

  /** All of Smack's integration tests, by what is in their jar. */
  static Stream<Method> methods() {
    List<String> names;
    try (JarFile jar = new JarFile(jar().toFile())) {
      names =
          jar.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.startsWith("org/jivesoftware/") && name.endsWith(".class"))
              .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + jar(), e);
    }
    return names.stream()
        .map(SmackSelection::load)
        .filter(AbstractSmackIntTest.class::isAssignableFrom)
        .filter(type -> !Modifier.isAbstract(type.getModifiers()))
        .flatMap(type -> Arrays.stream(type.getMethods()))
        .filter(method -> method.isAnnotationPresent(SmackIntegrationTest.class));
  }

  private static Path jar() {
    try {
      return Path.of(
          AbstractSmackIntTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Smack's integration tests are in no file", e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, SmackSelection.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("Smack's own jar has no " + name, e);
    }
  }

  private static Stream<String> lines(String resource) {
    return Template.of(resource)
        .text()
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"));
  }
}
