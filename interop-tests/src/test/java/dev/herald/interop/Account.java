package dev.herald.interop;

/** A user of the server under test: the name before the domain, and the password. */
public record Account(String name, String password) {

  public String jid(String domain) {
    return name + "@" + domain;
  }
}
