/**
 * Whether somebody is looking at the page, and how many items came while nobody was. The page has focus when it is
 * visible and its window has the keyboard.
 */
export class Attention {
  #focus: boolean;
  #unread = 0;
  readonly #stop: () => void;

  constructor(
    private readonly changed: (name: 'focus' | 'unread') => void,
    private readonly page: Document = document,
    window: Window = page.defaultView ?? globalThis.window,
  ) {
    this.#focus = this.#looking();
    const check = (): void => this.#check();
    page.addEventListener('visibilitychange', check);
    window.addEventListener('focus', check);
    window.addEventListener('blur', check);
    this.#stop = () => {
      page.removeEventListener('visibilitychange', check);
      window.removeEventListener('focus', check);
      window.removeEventListener('blur', check);
    };
  }

  get focus(): boolean {
    return this.#focus;
  }

  get unread(): number {
    return this.#unread;
  }

  /** An item came by notification. */
  count(): void {
    if (this.#focus) return;
    this.#unread += 1;
    this.changed('unread');
  }

  stop(): void {
    this.#stop();
  }

  #looking(): boolean {
    return this.page.visibilityState === 'visible' && this.page.hasFocus();
  }

  #check(): void {
    const focus = this.#looking();
    if (focus === this.#focus) return;
    this.#focus = focus;
    this.changed('focus');
    if (!focus || this.#unread === 0) return;
    this.#unread = 0;
    this.changed('unread');
  }
}
