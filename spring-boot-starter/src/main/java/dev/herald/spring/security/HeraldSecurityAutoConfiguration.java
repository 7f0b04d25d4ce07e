package dev.herald.spring.security;

import dev.herald.server.sasl.Accounts;
import dev.herald.server.web.HostMeta;
import dev.herald.spring.servlet.LoginSessions;
import dev.herald.spring.servlet.PrincipalAuthorities;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Makes Spring Security's defaults and Herald's endpoints fit: the application writes no security
 * code for it, and what it does write still counts.
 */
@AutoConfiguration(
    afterName =
        "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration")
@ConditionalOnClass({HttpSecurity.class, UserDetailsService.class})
@ConditionalOnProperty(name = "herald.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "herald.target", havingValue = "embedded", matchIfMissing = true)
public class HeraldSecurityAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  PrincipalAuthorities heraldPrincipalAuthorities(ObjectProvider<RoleHierarchy> hierarchy) {
    return new AuthorityNames(hierarchy.getIfUnique());
  }

  @Bean
  @ConditionalOnBean(UserDetailsService.class)
  Accounts heraldUserDetailsAccounts(
      UserDetailsService users,
      ObjectProvider<PasswordEncoder> encoder,
      ObjectProvider<RoleHierarchy> hierarchy) {
    return new UserDetailsAccounts(
        users, encoder.getIfUnique(), new AuthorityNames(hierarchy.getIfUnique()));
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "jakarta.servlet.Servlet")
  static class HttpConfiguration {

    /**
     * BOSH is a POST of a script, which has no CSRF token; the check of its Origin takes the
     * token's place. And a logout ends the user's streams even where it keeps the HTTP session.
     */
    @Bean
    Customizer<HttpSecurity> heraldHttpSecurity(ObjectProvider<LoginSessions> logins) {
      return http -> {
        http.csrf(csrf -> csrf.ignoringRequestMatchers(HostMeta.BOSH_PATH));
        http.logout(
            logout ->
                logout.addLogoutHandler(
                    (request, response, authentication) ->
                        logins.ifAvailable(l -> l.end(request.getSession(false)))));
      };
    }
  }
}
