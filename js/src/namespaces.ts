/** The namespaces that a Herald client reads and writes. Strophe.NS lacks most of them. */
export const PUBSUB = 'http://jabber.org/protocol/pubsub';
export const PUBSUB_EVENT = 'http://jabber.org/protocol/pubsub#event';
export const PUBSUB_OWNER = 'http://jabber.org/protocol/pubsub#owner';
export const RSM = 'http://jabber.org/protocol/rsm';
export const MAM = 'urn:xmpp:mam:2';
export const FORWARD = 'urn:xmpp:forward:0';
export const DELAY = 'urn:xmpp:delay';
export const STANZA_ID = 'urn:xmpp:sid:0';
export const PING = 'urn:xmpp:ping';
export const STANZA_ERROR = 'urn:ietf:params:xml:ns:xmpp-stanzas';
export const STREAM = 'http://etherx.jabber.org/streams';
export const STREAM_ERROR = 'urn:ietf:params:xml:ns:xmpp-streams';
export const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
export const ATOM = 'http://www.w3.org/2005/Atom';
export const JSON_CONTAINER = 'urn:xmpp:json:0';
export const ENTITY = 'urn:herald:entity:1';
