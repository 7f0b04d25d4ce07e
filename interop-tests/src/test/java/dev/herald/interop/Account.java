package dev.herald.interop;

/** A user of the server under test: the name before the domain, and the password. */
record Account(String name, String password) {

  String jid(String domain) {
    return name + "@" + domain;
  }
}
