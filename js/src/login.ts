import { Strophe } from 'strophe.js';
import type { Token } from './token.js';

/** Who connects: the page's logged-in user or else anybody; anybody under a nickname; or a user with a password. */
export interface Credentials {
  readonly nick?: string | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

type Mechanism = new () => InstanceType<typeof Strophe.SASLMechanism>;

/** What Strophe needs to log in. */
export interface Login {
  readonly jid: string;
  /** ANONYMOUS wants null: Strophe's type does not say so. */
  readonly password: string | null;
  /** The resource to ask for, or null for one that the server makes up. */
  readonly resource: string | null;
  readonly mechanisms: readonly Mechanism[];
}

/**
 * SASL EXTERNAL with an empty authorization identity (RFC 4422, appendix A): the server takes the user from the HTTP
 * session. Strophe's own would send the domain as the identity, and ranks below ANONYMOUS. The "=" that stands for
 * an empty first message is put in by XmppConnection.send.
 */
export class External extends Strophe.SASLMechanism {
  constructor() {
    super('EXTERNAL', true, 100);
  }

  override onChallenge(): string {
    return '';
  }
}

const PASSWORD: readonly Mechanism[] = [
  Strophe.SASLPlain,
  Strophe.SASLSHA1,
  Strophe.SASLSHA256,
  Strophe.SASLSHA384,
  Strophe.SASLSHA512,
];

/**
 * The login for these credentials. A user is a bare JID when it ends with @ and the application's domain; anything else
 * is a name, which is escaped (XEP-0106), so that an e-mail address can be one.
 */
export function loginOf(credentials: Credentials, domain: string): Login {
  const { nick, user, password } = credentials;
  const resource = nick?.trim() || null;
  if (user !== undefined) {
    const bare = user.toLowerCase().endsWith(`@${domain.toLowerCase()}`);
    const jid = bare ? user : `${String(Strophe.escapeNode(user))}@${domain}`;
    return { jid, password: password ?? '', resource, mechanisms: PASSWORD };
  }
  const mechanisms =
    resource === null ? [External, Strophe.SASLAnonymous] : [Strophe.SASLAnonymous];
  return { jid: domain, password: null, resource, mechanisms };
}

/** The login of the application's user at its XMPP server (as ejabberd's `auth_method: jwt`). */
export function loginBy({ user, token }: Token): Login {
  return { jid: user, password: token, resource: null, mechanisms: [Strophe.SASLPlain] };
}

/** The same login, for somebody who has a name. */
export function withoutAnonymous(login: Login): Login {
  const mechanisms = login.mechanisms.filter((one) => one !== Strophe.SASLAnonymous);
  return mechanisms.length > 0 ? { ...login, mechanisms } : login;
}

/** The name to show for a bound JID: the asked-for resource, else the user's name; null for an unnamed visitor. */
export function nickOf(jid: string, login: Login, anonymous: boolean): string | null {
  if (login.resource !== null) return Strophe.getResourceFromJid(jid);
  const local = anonymous ? null : Strophe.getNodeFromJid(jid);
  return local === null ? null : String(Strophe.unescapeNode(local));
}
