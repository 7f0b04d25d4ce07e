package dev.herald.server.bosh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamReader;
import org.jspecify.annotations.Nullable;

/** What one request was answered with, which may be nothing yet; never twice. */
final class Answer implements BoshResponder {

  private @Nullable String text;
  private String type = "text/xml; charset=utf-8";
  private int status = 200;

  @Override
  public synchronized void respond(String body) {
    assertThat(text).as("an earlier answer").isNull();
    text = body;
  }

  @Override
  public synchronized void respond(String body, String contentType) {
    type = contentType;
    respond(body);
  }

  @Override
  public synchronized void refuse(int refusal, String body) {
    status = refusal;
    respond(body);
  }

  synchronized boolean isDone() {
    return text != null;
  }

  synchronized String text() {
    assertThat(text).as("the answer").isNotNull();
    return String.valueOf(text);
  }

  synchronized int status() {
    return status;
  }

  synchronized String type() {
    return type;
  }

  XmlElement body() {
    return XmlStreamReader.parseDocument(text(), XmlLimits.DEFAULT);
  }

  @Nullable String attribute(String name) {
    return body().attribute(name);
  }

  void isHeld() {
    assertThat(isDone()).as("answered already").isFalse();
  }

  void isEmpty() {
    assertThat(text()).isEqualTo("<body xmlns=\"http://jabber.org/protocol/httpbind\"/>");
  }

  void ends(@Nullable String condition) {
    assertThat(attribute("type")).as(text()).isEqualTo("terminate");
    assertThat(attribute("condition")).isEqualTo(condition);
  }
}
