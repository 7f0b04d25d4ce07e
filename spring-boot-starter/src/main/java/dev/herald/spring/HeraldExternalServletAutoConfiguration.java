package dev.herald.spring;

import dev.herald.server.web.HostMeta;
import dev.herald.spring.servlet.HostMetaServlet;
import dev.herald.spring.servlet.TokenServlet;
import jakarta.servlet.http.HttpServlet;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * What pages ask the application when the XMPP server is another program: where it is, at the same
 * origin behind a proxy, and a token to log in by.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(name = "herald.target", havingValue = "xmpp")
@EnableConfigurationProperties({HeraldProperties.class, TokenProperties.class})
public class HeraldExternalServletAutoConfiguration {

  private static final String TOKEN = "herald/token";

  @Bean
  ServletRegistrationBean<HttpServlet> heraldHostMeta(
      HeraldProperties properties, TokenProperties tokens) {
    String service = properties.service();
    String domain = properties.domain();
    HostMeta meta =
        new HostMeta(
            domain,
            service == null ? "pubsub." + domain : service,
            tokens.isWanted() ? TOKEN : null);
    return registration(
        new HostMetaServlet(meta), "heraldHostMeta", HostMeta.XML_PATH, HostMeta.JSON_PATH);
  }

  @Bean
  @Conditional(TokenCondition.class)
  ServletRegistrationBean<HttpServlet> heraldToken(
      HeraldProperties properties, TokenProperties tokens) {
    String domain = properties.domain();
    return registration(
        new TokenServlet(
            tokens.toIssuer(domain), domain, tokens.lifetime(), properties.anonymous()),
        "heraldToken",
        "/" + TOKEN);
  }

  private static ServletRegistrationBean<HttpServlet> registration(
      HttpServlet servlet, String name, String... paths) {
    ServletRegistrationBean<HttpServlet> bean = new ServletRegistrationBean<>(servlet, paths);
    bean.setName(name);
    bean.setLoadOnStartup(1);
    return bean;
  }
}
