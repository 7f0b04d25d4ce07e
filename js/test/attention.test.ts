import { expect, test, vi } from 'vitest';
import { Attention } from '../src/attention.js';

test('items are counted while nobody looks, and the count ends when somebody does', () => {
  const page = new EventTarget() as Document;
  const window = new EventTarget() as Window;
  let visible = true;
  Object.defineProperty(page, 'visibilityState', { get: () => (visible ? 'visible' : 'hidden') });
  page.hasFocus = vi.fn(() => true);
  const heard: string[] = [];
  const attention = new Attention((name) => heard.push(name), page, window);
  attention.count();
  expect([attention.focus, attention.unread]).toEqual([true, 0]);

  vi.mocked(page.hasFocus).mockReturnValue(false);
  window.dispatchEvent(new Event('blur'));
  attention.count();
  attention.count();
  expect([attention.focus, attention.unread]).toEqual([false, 2]);

  visible = false;
  page.dispatchEvent(new Event('visibilitychange'));
  vi.mocked(page.hasFocus).mockReturnValue(true);
  window.dispatchEvent(new Event('focus'));
  expect(attention.unread).toBe(2);

  visible = true;
  page.dispatchEvent(new Event('visibilitychange'));
  expect([attention.focus, attention.unread]).toEqual([true, 0]);
  expect(heard).toEqual(['focus', 'unread', 'unread', 'focus', 'unread']);

  attention.stop();
  vi.mocked(page.hasFocus).mockReturnValue(false);
  window.dispatchEvent(new Event('blur'));
  expect(attention.focus).toBe(true);
});
