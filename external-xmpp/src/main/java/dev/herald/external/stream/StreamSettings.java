package dev.herald.external.stream;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to get a stream to a server.
 *
 * @param domain of the account, which is asked for and whose certificate it must be; of a
 *     component, its own
 * @param host null to find it by SRV records of the domain
 * @param port null for 5222, of a component 5347, and 5223 for direct TLS
 * @param resource the same for each stream, so that the server ends the one before: nothing of it
 *     comes later than what is sent again
 * @param trusted a PEM file of the certificates to trust; null for those that Java trusts
 * @param connectTimeout for each step of connecting and logging in
 * @param answerTimeout how long a request may be without an answer before the stream is given up
 * @param inFlight requests at once; the next one waits
 */
public record StreamSettings(
    String domain,
    @Nullable String host,
    @Nullable Integer port,
    Credentials credentials,
    String resource,
    TlsMode tls,
    @Nullable Path trusted,
    Duration connectTimeout,
    Duration answerTimeout,
    int inFlight) {

  boolean isComponent() {
    return credentials instanceof Credentials.Component;
  }
}
