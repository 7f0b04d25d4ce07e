package dev.herald.spring.servlet;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.http.WebConnection;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.coyote.http11.upgrade.UpgradeProcessorBase;
import org.apache.coyote.http11.upgrade.UpgradeProcessorExternal;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The same in Tomcat, whose {@link WebConnection#close} only takes effect with the next event of
 * the socket: one whose peer neither reads nor sends would stay open for ever. So the socket is
 * asked for, as Tomcat's own WebSocket does, while reading and writing remain the servlet API's.
 */
public final class TomcatXmppUpgrade extends XmppUpgrade implements InternalHttpUpgradeHandler {

  private volatile @Nullable SocketWrapperBase<?> socket;
  private volatile @Nullable UpgradeProcessorExternal processor;

  @Override
  public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
    this.socket = wrapper;
  }

  @Override
  public synchronized void init(WebConnection internal) {
    UpgradeProcessorExternal external =
        new UpgradeProcessorExternal(
            requireNonNull(socket), ((UpgradeProcessorBase) internal).getUpgradeToken(), null);
    this.processor = external;
    super.init(external);
  }

  @Override
  public SocketState upgradeDispatch(SocketEvent status) {
    return requireNonNull(processor).dispatch(status);
  }

  @Override
  void abort() {
    super.abort();
    SocketWrapperBase<?> open = socket;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void timeoutAsync(long now) {
    // Sessions have times of their own.
  }

  @Override
  public void setSslSupport(SSLSupport support) {
    // The request said all there is to know.
  }

  @Override
  public void pause() {
    // The streams are ended before the container stops.
  }
}
