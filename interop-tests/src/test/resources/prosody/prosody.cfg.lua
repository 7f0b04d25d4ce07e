-- Prosody for tests: everything on loopback, every port the system's choice, all data in the test's own folder.
-- Services that ask for any port need an address each.
run_as_root = true
data_path = "@FOLDER@/data"
certificates = "@FOLDER@"
plugin_paths = { "@FOLDER@/modules" }
log = { info = "*stdout" }
network_backend = "epoll"
use_ipv6 = false
c2s_ports = { 0 }
c2s_interfaces = { "127.0.0.1" }
c2s_direct_tls_ports = { 0 }
c2s_direct_tls_interfaces = { "127.0.0.2" }
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_hashed"
allow_registration = true
modules_enabled = {
  "adhoc", "disco", "herald_test", "pep", "ping", "register_ibr", "roster", "saslauth", "smacks", "tls", "version"
}
modules_disabled = { "s2s" }
herald_test_accounts = { @ACCOUNTS@ }

VirtualHost "@DOMAIN@"
  ssl = { certificate = "@CERTIFICATE@", key = "@KEY@" }

Component "pubsub.@DOMAIN@" "pubsub"
  -- Only administrators may create nodes.
  admins = { "@OWNER@" }
  autocreate_on_publish = true
  expose_publisher = true
