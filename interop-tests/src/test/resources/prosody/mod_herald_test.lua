-- Once Prosody has started: makes the accounts, then says on which ports it listens.
module:set_global();

local active_services = require "core.portmanager".get_active_services();
local create_user = require "core.usermanager".create_user;

module:hook("server-started", function ()
  for user, password in pairs(module:get_option("herald_test_accounts")) do
    assert(create_user(user, password, "@DOMAIN@"));
  end
  for _, _, _, _, active in active_services:iter(nil, nil, nil, nil) do
    local address, port = active.server.conn:getsockname();
    print(("Listening: %s:%d"):format(address, port));
  end
  print("Started");
  io.stdout:flush();
end);
