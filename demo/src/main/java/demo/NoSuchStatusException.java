package demo;

/** Nobody has said that, or it has been taken back. */
class NoSuchStatusException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoSuchStatusException(long id) {
    super("There is no status " + id);
  }
}
