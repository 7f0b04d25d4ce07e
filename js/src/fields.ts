import { ENTITY } from './namespaces.js';
import { child, children } from './xml.js';

/** A field's value: text as it was sent, null for None, a list, or the fields of an embedded object. */
export type FieldValue = string | null | (string | null)[] | Fields;

/** Name to value. It has no prototype, so that no field can be mistaken for a method, whatever its name. */
export interface Fields {
  [name: string]: FieldValue;
}

/** No fields; still without a prototype. */
export function noFields(): Fields {
  return Object.create(null) as Fields;
}

/** The first serialised entity in a payload, with or without an Atom entry around it, or null. */
export function entityIn(payload: Element): Element | null {
  const itself = payload.namespaceURI === ENTITY && payload.localName === 'object';
  return itself ? payload : (payload.getElementsByTagNameNS(ENTITY, 'object')[0] ?? null);
}

/** The fields of an `<object>`, or of a `<field>` that holds an embedded one. */
export function fieldsOf(parent: Element): Fields {
  const fields = noFields();
  for (const field of children(parent, ENTITY, 'field')) {
    const name = field.getAttribute('name');
    if (name !== null) fields[name] = valueOf(field);
  }
  return fields;
}

function valueOf(field: Element): FieldValue {
  if (isNone(field)) return null;
  if (field.getAttribute('rel')?.endsWith('ToMany')) {
    return children(field, ENTITY, 'object').map((object) => object.getAttribute('pk') ?? '');
  }
  if (field.getAttribute('rel') === 'ElementCollection') {
    const values = children(field, ENTITY, 'value');
    return values.map((value) => (isNone(value) ? null : (value.textContent ?? '')));
  }
  return child(field, ENTITY, 'field') === null ? (field.textContent ?? '') : fieldsOf(field);
}

function isNone(element: Element): boolean {
  return child(element, ENTITY, 'None') !== null;
}
