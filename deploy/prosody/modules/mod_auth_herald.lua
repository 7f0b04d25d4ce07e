-- A page logs in with a token of the application (RFC 7519, HS256) as its password, or anonymously. Prosody 0.12 can do
-- one or the other for a host, and has no tokens from elsewhere.
local jwt = require "util.jwt";
local new_sasl = require "util.sasl".new;
local jid_split = require "util.jid".prepped_split;

local secret = module:get_option_string("herald_token_secret");
local anonymous = module:get_option_boolean("herald_anonymous", false);
if not secret or #secret < 32 then
  error("herald_token_secret must be that of the application, 32 characters or more");
end

-- Whether the token is good now, and for that user.
local function accepts(token, username)
  local good, claims = jwt.verify(secret, token);
  if not good or type(claims) ~= "table" or type(claims.jid) ~= "string" then return false; end
  local now = os.time();
  if type(claims.exp) ~= "number" or claims.exp < now then return false; end
  if claims.nbf ~= nil and (type(claims.nbf) ~= "number" or claims.nbf > now + 30) then return false; end
  local name, host = jid_split(claims.jid);
  return name == username and host == module.host;
end

local function none() return nil, "Accounts are the application's"; end

module:provides("auth", {
  test_password = function (username, token) return accepts(token, username) or nil; end,
  user_exists = function () return true; end,
  get_password = none, set_password = none, create_user = none, delete_user = none,
  users = function () return next, prosody.hosts[module.host].sessions, nil; end,
  get_sasl_handler = function ()
    local profile = {
      plain_test = function (_, username, token) return accepts(token, username), true; end,
    };
    if anonymous then
      profile.anonymous = function () return true; end
    end
    return new_sasl(module.host, profile);
  end,
});
