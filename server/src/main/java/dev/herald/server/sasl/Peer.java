package dev.herald.server.sasl;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection, as far as the transport knows.
 *
 * @param address the remote address, for logs and limits
 * @param confidential whether nobody on the way can read along: TLS, or the loopback interface
 * @param principal the account that the host application has authenticated already, if any
 * @param login the host application's own login session (an HTTP session's id), with which this
 *     connection ends; never written to a log
 * @param channelBinding what ties a login to this connection
 * @param authorities what the host application says that the principal is allowed or is
 */
public record Peer(
    String address,
    boolean confidential,
    @Nullable String principal,
    @Nullable String login,
    ChannelBinding channelBinding,
    Set<String> authorities) {

  public Peer {
    authorities = Set.copyOf(authorities);
  }

  /** A peer without TLS, or whose TLS ends elsewhere. */
  public Peer(
      String address, boolean confidential, @Nullable String principal, @Nullable String login) {
    this(address, confidential, principal, login, ChannelBinding.NONE);
  }

  /** A peer of whom no authorities are known. */
  public Peer(
      String address,
      boolean confidential,
      @Nullable String principal,
      @Nullable String login,
      ChannelBinding channelBinding) {
    this(address, confidential, principal, login, channelBinding, Set.of());
  }

  /**
   * Whether an address is one of this machine: its users, and all those that a proxy on it brings.
   */
  public static boolean isLoopback(String address) {
    return address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1") || address.equals("::1");
  }

  /**
   * What limits count as one address: an IPv4 address, or the /64 of an IPv6 one, all of which one
   * peer may have.
   */
  public String network() {
    return isLoopback(address) ? address : AddressBlock.of(address);
  }

  /** Without the login: whoever reads its id in a log could use it. */
  @Override
  public String toString() {
    return principal == null ? address : principal + " at " + address;
  }
}
