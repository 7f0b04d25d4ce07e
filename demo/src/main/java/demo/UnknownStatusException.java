package demo;

/** Somebody asks for a status that is not there, or no longer. */
final class UnknownStatusException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownStatusException(Long id) {
    super("There is no status " + id);
  }
}
