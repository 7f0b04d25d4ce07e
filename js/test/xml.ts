/** Parses a snippet. */
export function xml(text: string): Element {
  return new DOMParser().parseFromString(text, 'application/xml').documentElement;
}

/** An item of /demo/Status around that payload, as a notification brings it. */
export function itemElement(payload: string, id = '42'): Element {
  return xml(`<item xmlns="http://jabber.org/protocol/pubsub#event" id="${id}">${payload}</item>`);
}

/** An entity's payload, as the server writes it. */
export function entity(fields: string, op = 'insert'): string {
  return (
    '<entry xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>t</title>' +
    '<content type="application/xml"><objects xmlns="urn:herald:entity:1" version="1.0">' +
    `<object model="demo.Status" pk="42" op="${op}">${fields}</object></objects></content></entry>`
  );
}
