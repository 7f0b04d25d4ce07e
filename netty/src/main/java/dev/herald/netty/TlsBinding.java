package dev.herald.netty;

import dev.herald.server.sasl.ChannelBinding;
import io.netty.handler.ssl.SslHandler;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The channel bindings of a TLS connection: {@code tls-server-end-point} always, {@code
 * tls-exporter} where the JDK gives keying material (from 25 on) and TLS is 1.3 (RFC 9266, section
 * 4.2).
 */
final class TlsBinding implements ChannelBinding {

  private static final String LABEL = "EXPORTER-Channel-Binding";
  private static final int LENGTH = 32;

  /** {@code ExtendedSSLSession.exportKeyingMaterialData}, which Java 17 does not have. */
  private static final @Nullable MethodHandle EXPORT = export();

  private final SslHandler tls;

  TlsBinding(SslHandler tls) {
    this.tls = tls;
  }

  @Override
  public List<String> types() {
    List<String> types = new ArrayList<>();
    if (EXPORT != null && session().getProtocol().equals("TLSv1.3")) {
      types.add(TLS_EXPORTER);
    }
    types.addAll(endPoint().types());
    return types;
  }

  @Override
  public byte[] data(String type) {
    if (!type.equals(TLS_EXPORTER)) {
      return endPoint().data(type);
    }
    MethodHandle export = EXPORT;
    if (export == null) {
      throw new IllegalArgumentException("This JDK has no '" + type + "'");
    }
    try {
      return (byte[]) export.invoke((ExtendedSSLSession) session(), LABEL, new byte[0], LENGTH);
    } catch (Throwable e) {
      throw new IllegalStateException("The TLS session gives no keying material", e);
    }
  }

  private ChannelBinding endPoint() {
    Certificate[] chain = session().getLocalCertificates();
    return chain != null && chain.length > 0 && chain[0] instanceof X509Certificate certificate
        ? ChannelBinding.of(certificate)
        : ChannelBinding.NONE;
  }

  private SSLSession session() {
    return tls.engine().getSession();
  }

  private static @Nullable MethodHandle export() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              ExtendedSSLSession.class,
              "exportKeyingMaterialData",
              MethodType.methodType(byte[].class, String.class, byte[].class, int.class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null;
    }
  }
}
