package dev.herald.spring;

import dev.herald.server.XmppServer;
import dev.herald.server.web.HostMeta;
import dev.herald.spring.servlet.BoshServlet;
import dev.herald.spring.servlet.HostMetaServlet;
import dev.herald.spring.servlet.LoginSessions;
import dev.herald.spring.servlet.OriginCheck;
import dev.herald.spring.servlet.PrincipalAuthorities;
import dev.herald.spring.servlet.XmppWebSocketServlet;
import jakarta.servlet.http.HttpServlet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletListenerRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/** The endpoints on the application's own port. */
@AutoConfiguration(after = HeraldAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(name = "herald.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "herald.target", havingValue = "embedded", matchIfMissing = true)
public class HeraldServletAutoConfiguration {

  @Bean
  OriginCheck heraldOriginCheck(HeraldProperties properties) {
    return new OriginCheck(properties.allowedOrigins());
  }

  @Bean
  LoginSessions heraldLoginSessions(
      XmppServer server, ObjectProvider<PrincipalAuthorities> authorities) {
    return new LoginSessions(
        server.sessions(), authorities.getIfAvailable(() -> PrincipalAuthorities.UNKNOWN));
  }

  @Bean
  ServletListenerRegistrationBean<LoginSessions> heraldLoginSessionsListener(LoginSessions logins) {
    return new ServletListenerRegistrationBean<>(logins);
  }

  @Bean
  ServletRegistrationBean<HttpServlet> heraldWebSocket(
      XmppServer server, OriginCheck origins, LoginSessions logins) {
    return registration(
        new XmppWebSocketServlet(server, origins, logins),
        "heraldWebSocket",
        HostMeta.WEBSOCKET_PATH);
  }

  @Bean
  ServletRegistrationBean<HttpServlet> heraldBosh(
      XmppServer server, OriginCheck origins, LoginSessions logins) {
    return registration(new BoshServlet(server, origins, logins), "heraldBosh", HostMeta.BOSH_PATH);
  }

  @Bean
  ServletRegistrationBean<HttpServlet> heraldHostMeta(XmppServer server) {
    return registration(
        new HostMetaServlet(server.settings()),
        "heraldHostMeta",
        "/.well-known/host-meta",
        "/.well-known/host-meta.json");
  }

  private static ServletRegistrationBean<HttpServlet> registration(
      HttpServlet servlet, String name, String... paths) {
    ServletRegistrationBean<HttpServlet> bean = new ServletRegistrationBean<>(servlet, paths);
    bean.setName(name);
    bean.setAsyncSupported(true);
    bean.setLoadOnStartup(1);
    return bean;
  }
}
