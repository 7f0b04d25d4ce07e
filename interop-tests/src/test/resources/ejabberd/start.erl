%% Evaluated once ejabberd has started: makes the accounts, then says on which ports it listens.
[case ejabberd_auth:try_register(User, <<"@DOMAIN@">>, Password) of ok -> ok; {error, exists} -> ok end || {User, Password} <- [@ACCOUNTS@]],
[case {inet:peername(Port), inet:sockname(Port)} of
   {{error, enotconn}, {ok, {Address, Number}}} ->
     io:format("Listening: ~s:~b~n", [inet:ntoa(Address), Number]);
   _ -> ok
 end || Port <- erlang:ports(), erlang:port_info(Port, name) =:= {name, "tcp_inet"}],
io:format("Started~n").
