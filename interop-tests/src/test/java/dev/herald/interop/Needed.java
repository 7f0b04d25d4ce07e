package dev.herald.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;

/** What a test needs of the machine and does not bring along. */
final class Needed {

  private Needed() {}

  /**
   * What was found. Where it is missing, the test is skipped, or fails if {@code
   * HERALD_REQUIRE_ALL} says that every test must run.
   *
   * @param debianPackage what to install to have it
   */
  static <T> T orSkip(String debianPackage, Optional<T> found) {
    if (found.isEmpty() && "true".equals(System.getenv("HERALD_REQUIRE_ALL"))) {
      throw new AssertionError(
          debianPackage
              + " is not installed, and here every test must run: apt-get install "
              + debianPackage);
    }
    assumeTrue(
        found.isPresent(),
        () -> "There is no " + debianPackage + ": apt-get install " + debianPackage);
    return found.orElseThrow();
  }
}
