package dev.herald.server.script;

import java.net.URI;
import java.net.http.HttpClient;

/** XEP-0124 and XEP-0206 over real HTTP. */
public final class BoshTransport implements ScriptTransport {

  private final HttpClient http;
  private final URI endpoint;

  public BoshTransport(HttpClient http, URI endpoint) {
    this.http = http;
    this.endpoint = endpoint;
  }

  @Override
  public ScriptConnection connect() {
    return new BoshConnection(http, endpoint);
  }

  @Override
  public boolean isResumable() {
    return false;
  }
}
