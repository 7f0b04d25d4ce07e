import type { Known } from './known.js';
import type { Change } from './notification.js';

/** A change, with its id if the service gives one; old when it is told once more. */
export interface Notice {
  readonly change: Change;
  readonly id: string | null;
  readonly old: boolean;
}

/** Notifications that wait while their node catches up, so that each change is told once and in order. */
export class Held {
  #waiting: Notice[] = [];
  readonly #caught = new Set<string>();

  add(notice: Notice): void {
    this.#waiting.push(notice);
  }

  /** How many wait; to be asked before a query is sent. */
  get size(): number {
    return this.#waiting.length;
  }

  /** The archive has told this change. */
  caught(id: string): void {
    this.#caught.add(id);
  }

  /**
   * A query is answered. The first so many notifications were here when it was sent, so that they are in what was told
   * by now. That the node is deleted is in no archive.
   */
  answered(size: number): void {
    const before = this.#waiting.slice(0, size);
    const deleted = before.filter(({ id, change }) => id === null || change.kind === 'deleted');
    this.#waiting = [...deleted, ...this.#waiting.slice(size)];
  }

  /**
   * The items were fetched and compared, of a service that numbers no changes: of each item, what led to what is known
   * of it now has been told.
   */
  compared(known: Known): void {
    const later = new Set<string>();
    this.#waiting = this.#waiting
      .reverse()
      .filter(({ change }) => {
        if (change.kind !== 'item') return true;
        if (known.knows(change.item)) later.add(change.item.id);
        return !later.has(change.item.id);
      })
      .reverse();
  }

  /** What is still to be told. */
  rest(): Notice[] {
    return this.#waiting.filter(({ id }) => id === null || !this.#caught.has(id));
  }
}
