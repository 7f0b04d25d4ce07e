import { deletedItem, type Item } from './item.js';
import { canonical } from './xml.js';

/** More ids than this are not remembered for a node; the one that was heard of longest ago is forgotten. */
const LIMIT = 10_000;

/**
 * What this page has last seen of a node: item id to payload. After a reconnection the difference to what the node
 * then holds is what the page has missed.
 */
export class Known {
  readonly #payloads = new Map<string, string>();

  /** Takes note of an item, or of its deletion. */
  learn(item: Item): void {
    this.#payloads.delete(item.id); // Set again below, so that the order is that of the last news.
    if (item.op === 'delete') return;
    this.#payloads.set(item.id, fingerprint(item));
    if (this.#payloads.size > LIMIT) {
      const [oldest] = this.#payloads.keys();
      if (oldest !== undefined) this.#payloads.delete(oldest);
    }
  }

  /** Whether the news of an item are what is known of it. */
  knows(item: Item): boolean {
    const payload = this.#payloads.get(item.id);
    return item.op === 'delete' ? payload === undefined : payload === fingerprint(item);
  }

  /** Forgets all, and says what it was. */
  clear(): string[] {
    const ids = [...this.#payloads.keys()];
    this.#payloads.clear();
    return ids;
  }

  /**
   * What the page has missed, given all that the node holds: a delete for each id that is gone, then each item that is
   * new or changed, in the node's order. Learns it. Nothing counts as gone when the service gave only a part.
   */
  catchUp(node: string, held: readonly Item[], partial = false): Item[] {
    const ids = new Set(held.map((item) => item.id));
    const gone = partial ? [] : [...this.#payloads.keys()].filter((id) => !ids.has(id));
    const missed = [
      ...gone.map((id) => deletedItem(node, id)),
      ...held.filter((item) => this.#payloads.get(item.id) !== fingerprint(item)),
    ];
    missed.forEach((item) => this.learn(item));
    return missed;
  }
}

function fingerprint(item: Item): string {
  return item.xml === null ? '' : canonical(item.xml);
}
