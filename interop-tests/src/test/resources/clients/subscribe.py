"""Subscribes to a node with slixmpp, says so, and ends after it has printed one item."""

import asyncio
import sys

import slixmpp

TRANSPORTS = {
    "starttls": {"force_starttls": True},
    "direct-tls": {"use_ssl": True, "force_starttls": False},
    "plain": {"force_starttls": False, "disable_starttls": True},
}


class Subscriber(slixmpp.ClientXMPP):

    def __init__(self, jid, password, service, node):
        # Without TLS it gives no password away unless told that this is meant.
        super().__init__(
            jid,
            password,
            plugin_config={
                "feature_mechanisms": {"unencrypted_plain": True, "unencrypted_scram": True}
            },
        )
        self.service = service
        self.node = node
        self.outcome = asyncio.get_event_loop().create_future()
        self.register_plugin("xep_0060")
        self.add_event_handler("session_start", self.on_start)
        self.add_event_handler("pubsub_publish", self.on_publish)
        for failure in ("connection_failed", "failed_all_auth", "disconnected", "ssl_invalid_chain"):
            self.add_event_handler(failure, lambda reason, what=failure: self.fail(what, reason))

    async def on_start(self, _):
        try:
            self.send_presence()
            await self["xep_0060"].subscribe(self.service, self.node, bare=False)
            print("subscribed", flush=True)
        except slixmpp.exceptions.XMPPError as error:
            self.fail("subscribe", error)

    def on_publish(self, message):
        item = message["pubsub_event"]["items"]["item"]
        print("item", item["id"], item["payload"].tag, item["payload"].text, flush=True)
        self.succeed()

    def succeed(self):
        if not self.outcome.done():
            self.outcome.set_result(None)

    def fail(self, what, reason):
        if not self.outcome.done():
            self.outcome.set_exception(RuntimeError(f"{what}: {reason}"))


def main(transport, host, port, certificate, jid, password, service, node):
    subscriber = Subscriber(jid, password, service, node)
    subscriber.ca_certs = certificate
    subscriber.connect((host, int(port)), **TRANSPORTS[transport])
    subscriber.loop.run_until_complete(subscriber.outcome)
    subscriber.loop.run_until_complete(subscriber.disconnect())


main(*sys.argv[1:])
