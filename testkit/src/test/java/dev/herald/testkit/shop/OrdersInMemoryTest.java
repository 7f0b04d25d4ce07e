package dev.herald.testkit.shop;

import org.springframework.test.context.TestPropertySource;

/** The same with the outbox in memory, as it is on databases other than H2 and PostgreSQL. */
@TestPropertySource(properties = "herald.outbox=memory")
class OrdersInMemoryTest extends OrdersTest {}
