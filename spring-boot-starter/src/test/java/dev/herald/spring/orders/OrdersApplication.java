package dev.herald.spring.orders;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** A shop that lets everybody in, and knows customers and staff. */
@SpringBootApplication
public class OrdersApplication {

  @Bean
  SecurityFilterChain security(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .httpBasic(Customizer.withDefaults())
        .build();
  }

  @Bean
  UserDetailsService users() {
    return new InMemoryUserDetailsManager(
        user("ann", "CUSTOMER"),
        user("bob", "CUSTOMER"),
        user("sam", "STAFF"),
        user("eve", "BOSS"));
  }

  @Bean
  RoleHierarchy roles() {
    return RoleHierarchyImpl.fromHierarchy("ROLE_BOSS > ROLE_STAFF");
  }

  private static UserDetails user(String name, String role) {
    return User.withUsername(name).password("{noop}secret").roles(role).build();
  }
}
