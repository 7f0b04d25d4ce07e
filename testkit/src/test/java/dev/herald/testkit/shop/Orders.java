package dev.herald.testkit.shop;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;
import org.springframework.transaction.annotation.Transactional;

public interface Orders extends JpaRepository<Order, Long> {

  @Modifying
  @Transactional
  @Query("update Order o set o.status = PAID where o.customer = :customer")
  int payAll(@Param("customer") String customer);

  @Modifying
  @Transactional
  @Query("delete from Order o where o.customer = :customer")
  int cancelAll(@Param("customer") String customer);
}
