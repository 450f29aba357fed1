import { expect, test } from '@jest/globals';
import { LiveView } from '../../../../examples/demo/live-view.ts';
import type { Output } from '../../../../examples/demo/screen.ts';
import type { Vitals } from '../../../../examples/demo/view.ts';

class FakeOutput implements Output {
  columns = 40;
  rows = 12;
  text = '';
  readonly listeners = new Set<() => void>();

  write(text: string): void {
    this.text += text;
  }

  on(_: 'resize', listener: () => void): void {
    this.listeners.add(listener);
  }

  off(_: 'resize', listener: () => void): void {
    this.listeners.delete(listener);
  }
}

const vitals: Vitals = {
  size: 12,
  changes: 3,
  status: { phase: 'live', since: 0, counters: {} } as unknown as Vitals['status'],
};

const second = '\u001b[?1049h';
const first = '\u001b[?1049l';

test('the demo paints on the second screen only, and leaves its notes on the first', () => {
  const output = new FakeOutput();
  const view = new LiveView(output);
  view.open('Pods', () => vitals);
  view.scene('1/4 A scene', 'Something happens.');
  view.note('passed', 'the cache equals\u001b[2J the server, which takes more than a line');
  output.columns = 30;
  for (const listener of output.listeners) listener();
  view.close();
  const [before, painted = '', after] = output.text.split(/\u001b\[\?1049[hl]/);
  expect(before).toBe('');
  expect(painted).toContain('1/4 A scene');
  expect(painted).not.toContain('\n\n');
  expect(output.text.lastIndexOf(first)).toBeGreaterThan(output.text.lastIndexOf(second));
  expect(after?.split('\n')).toEqual([
    'Pods',
    expect.stringMatching(/^ {2}0:0\d ✓ the cache equals·\[2J$/),
    '         the server, which',
    '         takes more than a',
    '         line',
    '',
    '1/4 A scene',
    'Something happens.',
    '',
  ]);
  expect(output.listeners.size).toBe(0);
});

test('the cursor and the wrapping of lines come back with the first screen, however the process ends', () => {
  const output = new FakeOutput();
  const others = process.listeners('exit');
  const view = new LiveView(output);
  view.open('Pods', () => vitals);
  const [leave] = process.listeners('exit').filter((listener) => !others.includes(listener));
  leave?.(1);
  expect(output.text.endsWith(`\u001b[?7h\u001b[?25h${first}`)).toBe(true);
  const { text } = output;
  view.close();
  expect(output.text.slice(text.length)).not.toContain('\u001b[?');
  expect(process.listeners('exit')).toEqual(others);
});

test('a line as wide as the screen keeps its last character', () => {
  const output = new FakeOutput();
  const view = new LiveView(output);
  view.open('x'.repeat(output.columns), () => vitals);
  view.close();
  // The line is cleared before it is written: behind it, clearing would take its last character.
  expect(output.text).toMatch(/\u001b\[K(?:\u001b\[1m)?x{40}(?:\u001b\[22m)?\r\n/);
});
