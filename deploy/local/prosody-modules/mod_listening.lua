-- Says where Prosody listens once it has started.
module:set_global();

local services = require "core.portmanager".get_active_services();

module:hook("server-started", function ()
  for _, _, _, _, active in services:iter(nil, nil, nil, nil) do
    print(("Listening: %s:%d"):format(active.server.conn:getsockname()));
  end
  print("Started");
  io.stdout:flush();
end);
