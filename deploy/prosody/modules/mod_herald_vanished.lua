-- Ends the subscriptions of sessions that are gone: at their end, and after a restart of Prosody, which has none.
module:set_global();

local jid = require "util.jid";
local hosts = prosody.hosts;

local function services()
  local found = {};
  for _, host in pairs(hosts) do
    local pubsub = host.modules and host.modules.pubsub;
    if pubsub and pubsub.service then found[#found + 1] = pubsub.service; end
  end
  return found;
end

local function end_subscriptions(full_jid)
  for _, service in ipairs(services()) do
    local ok, subscriptions = service:get_subscriptions(nil, true, full_jid);
    for _, one in ipairs(ok and subscriptions or {}) do
      -- Asked by a full JID, the service answers for all sessions of the user.
      if one.jid == full_jid then service:remove_subscription(one.node, true, full_jid); end
    end
  end
end

function module.add_host(api)
  api:hook("resource-unbind", function (event)
    if event.session.full_jid then end_subscriptions(event.session.full_jid); end
  end);
end

module:hook("server-started", function ()
  for _, service in ipairs(services()) do
    local gone = {};
    for _, node in pairs(service.nodes) do
      for address in pairs(node.subscribers) do
        local host = hosts[jid.host(address)];
        if host and host.type == "local" and jid.resource(address) then gone[address] = true; end
      end
    end
    for address in pairs(gone) do end_subscriptions(address); end
  end
end);
