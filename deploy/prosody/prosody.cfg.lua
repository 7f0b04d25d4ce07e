-- Prosody for an application with Herald, behind nginx: /etc/prosody/prosody.cfg.lua on Debian 12 (Prosody 0.12).
--
-- The application publishes as a component; pages read, anonymously or with a token of the application. Prosody itself
-- is reached from this machine only, and nginx brings the pages here: see nginx/nginx.conf, port 5280.
-- Check it by `prosodyctl check config`; restart Prosody after a change.

-- What to set. Everything below may stay as it is.
-- herald.domain of the application. It need not be a host name that anybody can look up.
local domain = "example.org"
-- The application as component: herald.xmpp.component and herald.xmpp.component-secret. Make a secret by `openssl rand -hex 32`.
local component, secret = "herald.example.org", "@SECRET@"
-- What the application signs tokens with: herald.token.secret.
herald_token_secret = "@TOKEN_SECRET@"
-- Whether pages without a login may connect: herald.anonymous.
herald_anonymous = true
-- Two modules of Herald's, deploy/prosody/modules.
plugin_paths = { "/usr/local/lib/prosody/modules" }
-- Where the application and nginx connect.
component_interfaces, component_ports = { "127.0.0.1" }, { 5347 }
http_interfaces, http_ports = { "127.0.0.1" }, { 5280 }

pidfile = "/run/prosody/prosody.pid"
data_path = "/var/lib/prosody"
log = { info = "/var/log/prosody/prosody.log" }
network_backend = "epoll"

modules_enabled = {
  "bosh", "disco", "ping", "saslauth", "smacks", "websocket",
  -- Prosody keeps the subscriptions of pages that are gone for ever, and writes to them.
  "herald_vanished",
}
-- No other servers, and no clients but pages: neither accounts nor rosters nor messages for later. The module "websocket"
-- wants "c2s".
modules_disabled = { "s2s", "offline" }
c2s_ports = {}
c2s_direct_tls_ports = {}

-- For whatever name nginx is asked, it is this host.
http_default_host = domain
http_paths = { bosh = "/http-bind", websocket = "/xmpp-websocket" }
-- There is only HTTP here: nginx has TLS towards the pages, and redirects those who come without.
http_external_url = "https://" .. domain .. "/"
https_ports = {}
trusted_proxies = { "127.0.0.1" }
consider_bosh_secure = true
consider_websocket_secure = true
-- As herald.js expects of a page whose computer sleeps for a moment.
bosh_max_inactivity = 60

VirtualHost(domain)
  -- A token of the application as password, or SASL ANONYMOUS.
  authentication = "herald"

Component(component)
  component_secret = secret
  -- A second connection of the application, after a loss that Prosody has not noticed yet, takes the place of the first.
  component_conflict_resolve = "kick_old"

Component("pubsub." .. domain) "pubsub"
  -- Only administrators may create nodes and publish, and that is the application.
  admins = { component }
  -- Herald says max_items of each node; this is the most that it may say.
  pubsub_max_items = 10000
