package demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Logs in and binds by BOSH (XEP-0206), as an application does that hands the session to a page.
 */
final class BoshLogin {

  private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
  private static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;
  private String session = "";
  private long rid = 1_000;

  BoshLogin(String origin) {
    endpoint = URI.create(origin + "/http-bind");
  }

  /** What a page needs to go on. */
  Map<String, Object> attach(String user, String password) throws Exception {
    String opened =
        send("to='localhost' wait='60' hold='1' ver='1.6' xmpp:version='1.0' xml:lang='en'", "");
    session = " sid='" + find("sid=['\"]([^'\"]+)", opened) + "'";
    String plain = "\0" + user + "\0" + password;
    String auth = Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    find(
        "(<success)",
        send("", "<auth xmlns='%s' mechanism='PLAIN'>%s</auth>".formatted(SASL, auth)));
    find("(<bind)", send("to='localhost' xmpp:restart='true'", ""));
    String bound =
        send(
            "",
            "<iq xmlns='jabber:client' type='set' id='bind'><bind xmlns='%s'/></iq>"
                .formatted(BIND));
    String sid = find("sid='([^']+)", session);
    return Map.of("jid", find("<jid>([^<]+)", bound), "sid", sid, "rid", (double) rid);
  }

  private String send(String attributes, String content) throws IOException, InterruptedException {
    String body =
        "<body xmlns='http://jabber.org/protocol/httpbind' xmlns:xmpp='urn:xmpp:xbosh' rid='%d'%s %s>%s</body>"
            .formatted(rid++, session, attributes, content);
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "text/xml; charset=utf-8")
            .POST(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  private static String find(String pattern, String text) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    if (!found.find()) {
      throw new AssertionError("No " + pattern + " in " + text);
    }
    return found.group(1);
  }
}
