// The queue of a body without a connection: what its reader is told in each state, and when the connection must rest.

import { fc } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import {
  BodyQueue,
  longestTurnMs,
  mostBytesInTurn,
  mostKeptBytes,
  mostKeptChunks,
} from '../../src/transport/body-queue.ts';
import { text } from './lending.ts';

const broken = new Error('broken');
const aborted = new Error('aborted');

interface Bench {
  readonly queue: BodyQueue;
  /** What the surroundings were told. */
  readonly told: string[];
  readonly time: { now: number };
}

function createQueue(signal?: AbortSignal): Bench {
  const told: string[] = [];
  const time = { now: 0 };
  const queue = new BodyQueue({
    signal,
    now: () => time.now,
    onRoom: () => told.push('room'),
    onLeave: () => told.push('left'),
  });
  return { queue, told, time };
}

const bytes = (letters: string): Uint8Array => Buffer.from(letters);

/** What a read comes to, in a word. */
function wordOf(outcome: Promise<IteratorResult<Uint8Array, undefined> | undefined>): Promise<string> {
  return outcome.then(
    (chunk) => (chunk?.value ? text(chunk.value) : 'done'),
    (error: unknown) => (error as Error).message,
  );
}

async function readWords(queue: BodyQueue, count: number): Promise<string> {
  const words: string[] = [];
  while (words.length < count) words.push(await wordOf(queue.next()));
  return words.join(' ');
}

type Step = (bench: Bench) => unknown;
const push =
  (letters: string): Step =>
  ({ queue }) =>
    queue.push(bytes(letters));
const complete: Step = ({ queue }) => queue.end();
const breakOff: Step = ({ queue }) => queue.end(broken);
const abort: Step = ({ queue }) => queue.abort(aborted);
const leave: Step = ({ queue }) => queue.return();

// What happens to a body, and what it tells whoever reads only then, whoever waited for a chunk from the beginning, and
// whoever borrowed from the beginning.
const histories: [what: string, steps: Step[], reader: string, waiting: string, borrower: string][] = [
  ['is complete', [push('a'), complete], 'a done done', 'a done', 'a done'],
  ['is complete and empty', [complete], 'done done', 'done done', 'done'],
  ['breaks off', [push('a'), push('b'), breakOff], 'a b broken done', 'a b broken done', 'a b broken'],
  ['breaks off at once', [breakOff], 'broken done', 'broken done', 'broken'],
  ['is aborted', [push('a'), push('b'), abort], 'aborted done', 'a aborted done', 'a b aborted'],
  ['is aborted at once', [abort], 'aborted done', 'aborted done', 'aborted'],
  ['is aborted behind its end', [push('a'), complete, abort], 'a done', 'a done', 'a done'],
  [
    'is aborted behind its failure',
    [push('a'), breakOff, abort],
    'a broken done',
    'a broken done',
    'a broken',
  ],
  ['breaks off behind its end', [push('a'), complete, breakOff], 'a done', 'a done', 'a done'],
  ['is left', [push('a'), push('b'), leave], 'done done', 'a done', 'a b done'],
  ['is left at once', [leave], 'done done', 'done done', 'done'],
  ['is left behind its end', [push('a'), complete, leave], 'done done', 'a done', 'a done'],
  ['is left behind its failure', [push('a'), breakOff, leave], 'done done', 'a done', 'a broken'],
  ['gets bytes behind its end', [push('a'), complete, push('b')], 'a done', 'a done', 'a done'],
];

describe('a body that', () => {
  test.each(histories)('%s gives to a reader who comes late what it owes', async (_, steps, expected) => {
    const bench = createQueue();
    for (const step of steps) step(bench);
    expect(await readWords(bench.queue, expected.split(' ').length)).toBe(expected);
  });

  test.each(histories)('%s gives to a reader who waits what comes', async (...[, steps, , expected]) => {
    const bench = createQueue();
    const first = wordOf(bench.queue.next());
    for (const step of steps) step(bench);
    const rest = await readWords(bench.queue, expected.split(' ').length - 1);
    expect(`${await first} ${rest}`).toBe(expected);
  });

  test.each(histories)('%s lends what comes', async (...[, steps, , , expected]) => {
    const bench = createQueue();
    const words: string[] = [];
    const lent = wordOf(bench.queue.lend((piece) => words.push(text(piece)) > 0).then(() => undefined));
    for (const step of steps) step(bench);
    words.push(await lent);
    expect(words.join(' ')).toBe(expected);
    expect(await readWords(bench.queue, 1)).toBe('done');
  });
});

describe('who uses the connection of a body is told that the reader left', () => {
  const departures: [how: string, steps: Step[], told: string[]][] = [
    ['without reading', [leave], ['left']],
    ['with bytes unread', [push('a'), leave], ['left']],
    ['twice, once', [leave, leave], ['left']],
    ['behind the end, not at all', [complete, leave], []],
    ['behind a failure, not at all', [breakOff, leave], []],
    ['behind an abort, not at all', [abort, leave], []],
    ['as a borrower that has enough', [({ queue }) => void queue.lend(() => false), push('a')], ['left']],
    [
      'as a borrower that throws',
      [({ queue }) => void queue.lend(() => fail()).catch(() => undefined), push('a')],
      ['left'],
    ],
    [
      'as a borrower that aborts and throws, not at all',
      [
        ({ queue }) => {
          const take = (): never => {
            queue.abort(aborted);
            return fail();
          };
          queue.lend(take).catch(() => undefined);
        },
        push('a'),
      ],
      [],
    ],
  ];

  test.each(departures)('%s', (_, steps, told) => {
    const bench = createQueue();
    for (const step of steps) step(bench);
    expect(bench.told).toEqual(told);
  });
});

function fail(): never {
  throw broken;
}

describe('a body has one reader at a time:', () => {
  test('a second borrower is refused', async () => {
    const { queue } = createQueue();
    const first = queue.lend(() => true);
    await expect(queue.lend(() => true)).rejects.toThrow('a body can be lent only once');
    queue.end();
    await first;
  });

  test('a loop beside a borrower is refused, and the other way round', async () => {
    const [lent, looped] = [createQueue().queue, createQueue().queue];
    const borrower = lent.lend(() => true);
    await expect(lent.next()).rejects.toThrow('a body that is lent cannot be looped over');
    const next = looped.next();
    await expect(looped.lend(() => true)).rejects.toThrow('a body that is looped over cannot be lent');
    lent.end();
    looped.end();
    await Promise.all([borrower, next]);
  });

  test('two reads that wait get the same chunk', async () => {
    const { queue } = createQueue();
    const both = [wordOf(queue.next()), wordOf(queue.next())];
    queue.push(bytes('a'));
    expect(await Promise.all(both)).toEqual(['a', 'a']);
  });
});

test('an abort drops the chunks of a complete body that nobody has read', async () => {
  const abortion = new AbortController();
  const { queue } = createQueue(abortion.signal);
  queue.push(bytes('a'));
  queue.push(bytes('b'));
  queue.end();
  expect(await wordOf(queue.next())).toBe('a');
  abortion.abort();
  expect(await readWords(queue, 2)).toBe('This operation was aborted done');
});

test('a borrowed piece is copied where it is kept, and passed on as it is where it is lent', async () => {
  const { queue } = createQueue();
  const memory = Buffer.from('a');
  queue.pushBorrowed(memory);
  memory.fill('b');
  expect(await wordOf(queue.next())).toBe('a');
  const lent: Uint8Array[] = [];
  const end = queue.lend((piece) => lent.push(piece) > 0);
  queue.pushBorrowed(memory);
  queue.end();
  await end;
  expect(lent[0]).toBe(memory);
});

describe('the connection must rest', () => {
  const pushBytes =
    (size: number, count = 1): Step =>
    ({ queue }) => {
      for (let at = 0; at < count; at += 1) queue.push(new Uint8Array(size));
    };
  const endTurn: Step = ({ queue }) => queue.endTurn();
  const read: Step = ({ queue }) => queue.next();
  const borrow: Step = ({ queue }) => queue.lend(() => true);
  const wait: Step = ({ time }) => (time.now += longestTurnMs);

  const cases: [when: string, steps: Step[], isFull: boolean][] = [
    ['not at the beginning', [], false],
    ['not for a few bytes', [pushBytes(mostKeptBytes - 1)], false],
    [
      'when enough bytes are kept',
      [pushBytes(mostKeptBytes / 2), endTurn, pushBytes(mostKeptBytes / 2)],
      true,
    ],
    ['when enough chunks are kept', [pushBytes(1, mostKeptChunks)], true],
    ['when enough came in one turn, though it was read', [read, pushBytes(mostBytesInTurn)], true],
    ['when enough came in one turn, though it was lent', [borrow, pushBytes(mostBytesInTurn)], true],
    ['when a turn takes long', [borrow, pushBytes(1), wait, pushBytes(1)], true],
    ['not when the turns were short', [borrow, pushBytes(1), endTurn, wait, pushBytes(1)], false],
    ['until the turn is over', [read, pushBytes(mostBytesInTurn), endTurn], false],
    ['until all is read, not only some', [pushBytes(1, mostKeptChunks), endTurn, read], true],
    ['as long as chunks are kept, though the turn is over', [pushBytes(mostKeptBytes), endTurn], true],
    ['not when all is read and the turn is over', [pushBytes(mostKeptBytes), endTurn, read], false],
    ['not before the turn is over, when all is read', [pushBytes(mostBytesInTurn), read], true],
    ['until the borrower has come', [pushBytes(mostKeptBytes), endTurn, borrow], false],
  ];

  test.each(cases)('%s', (_, steps, isFull) => {
    const bench = createQueue();
    for (const step of steps) step(bench);
    expect(bench.queue.isFull).toBe(isFull);
  });
});

/** What a body owes its reader, told with lists. */
class Model {
  readonly outcomes: string[] = [];
  kept: string[] = [];
  #waiting: number[] = [];
  #end: string | undefined;

  push(chunk: string): void {
    if (this.#end !== undefined) return;
    if (this.#waiting.length > 0) this.#answer(chunk);
    else this.kept.push(chunk);
  }

  read(): void {
    const chunk = this.kept.shift() ?? this.#end;
    if (chunk === undefined) this.#waiting.push(this.outcomes.length);
    if (chunk === this.#end) this.#end &&= 'done';
    this.outcomes.push(chunk ?? 'waits');
  }

  end(word: string): void {
    if (this.#end !== undefined) return;
    this.#end = this.#waiting.length > 0 ? 'done' : word;
    this.#answer(word);
  }

  abort(): void {
    if (this.#end === undefined) this.kept = [];
    this.end('aborted');
  }

  leave(): void {
    this.kept = [];
    this.end('done');
    this.#end = 'done';
  }

  #answer(word: string): void {
    for (const at of this.#waiting) this.outcomes[at] = word;
    this.#waiting = [];
  }
}

type Happening =
  | { readonly type: 'push'; readonly chunk: Buffer }
  | { readonly type: 'read' | 'endTurn' | 'wait' | 'end' | 'break' | 'abort' | 'leave' };

function happen(happening: Happening, { queue, time }: Bench, reads: Promise<string>[]): void {
  switch (happening.type) {
    case 'push':
      queue.push(happening.chunk);
      return;
    case 'read':
      reads.push(wordOf(queue.next()).then(abbreviate));
      return;
    case 'endTurn':
      queue.endTurn();
      return;
    case 'wait':
      time.now += longestTurnMs;
      return;
    case 'end':
      queue.end();
      return;
    case 'break':
      queue.end(broken);
      return;
    case 'abort':
      queue.abort(aborted);
      return;
    case 'leave':
      void queue.return();
      return;
  }
}

function happenInModel(happening: Happening, model: Model): void {
  switch (happening.type) {
    case 'push':
      model.push(abbreviate(text(happening.chunk)));
      return;
    case 'read':
      model.read();
      return;
    case 'end':
      model.end('done');
      return;
    case 'break':
      model.end('broken');
      return;
    case 'abort':
      model.abort();
      return;
    case 'leave':
      model.leave();
      return;
    case 'endTurn':
    case 'wait':
      return;
  }
}

describe('whatever happens in whatever order,', () => {
  const push = fc
    .tuple(fc.nat({ max: mostKeptBytes / 2 }), fc.constantFrom('a', 'b', 'c', 'd', 'e'))
    .map(([size, letter]): Happening => ({ type: 'push', chunk: Buffer.alloc(size + 1, letter) }));
  const of = (...types: Exclude<Happening['type'], 'push'>[]): fc.Arbitrary<Happening> =>
    fc.constantFrom(...types).map((type) => ({ type }));
  const happening = fc.oneof(
    { weight: 6, arbitrary: push },
    { weight: 6, arbitrary: of('read') },
    { weight: 3, arbitrary: of('endTurn', 'wait') },
    { weight: 1, arbitrary: of('end', 'break', 'abort', 'leave') },
  );

  test('the reader gets the bytes in order and one end, and the connection rests just while it must', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 60 }), async (happenings) => {
        const bench = createQueue();
        const model = new Model();
        const isFull = (): boolean => bench.queue.isFull;
        const reads: Promise<string>[] = [];
        // The last one answers the reads that still wait.
        for (const next of [...happenings, { type: 'leave' } as const]) {
          const wasFull = isFull();
          bench.told.length = 0;
          happen(next, bench, reads);
          happenInModel(next, model);
          const makesRoom = wasFull && !isFull();
          expect(bench.told.includes('room')).toBe(makesRoom);
          if (makesRoom) expect(model.kept).toEqual([]);
          const mayRest = next.type !== 'endTurn' || model.kept.length > 0;
          expect(isFull() && !mayRest).toBe(false);
        }
        expect(await Promise.all(reads)).toEqual(model.outcomes);
      }),
    );
  });
});

/** A chunk by its letter and length, an end as it is. */
function abbreviate(word: string): string {
  return ['done', 'broken', 'aborted'].includes(word) ? word : `${word.charAt(0)}${word.length}`;
}
