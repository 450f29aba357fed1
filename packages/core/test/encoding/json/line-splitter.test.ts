import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { DecodeError } from '@kube-rx/core';
import { LineSplitter } from '../../../src/encoding/json/line-splitter.ts';
import { bytes, concat, text } from '../../support/bytes.ts';
import { thrown } from '../support/thrown.ts';

const newline = 0x0a;

/** What a splitter gives for a stream in chunks, read only after the last one, so that a spoilt frame shows. */
function split(chunks: readonly Uint8Array[], maxFrameBytes?: number): { frames: string[]; pending: number } {
  const splitter = new LineSplitter(maxFrameBytes === undefined ? {} : { maxFrameBytes });
  const frames = chunks.flatMap((chunk) => splitter.push(chunk));
  return { frames: frames.map(text), pending: splitter.pending };
}

/** The model: split at newlines, blanks dropped, what follows the last newline pending. */
function model(whole: Uint8Array): { frames: string[]; pending: number } {
  const lines = text(whole).split('\n');
  const rest = lines.pop() ?? '';
  return { frames: lines.filter((line) => /[^ \r\t]/.test(line)), pending: bytes(rest).length };
}

function chop(whole: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
    whole.subarray(index * size, (index + 1) * size),
  );
}

describe('LineSplitter', () => {
  test.each([
    ['nothing', '', [], 0],
    ['one frame', 'a\n', ['a'], 0],
    ['two frames', 'a\nbc\n', ['a', 'bc'], 0],
    ['a frame without its end', 'a\nbc', ['a'], 2],
    ['blank lines', '\n\na\n\n\nb\n\n', ['a', 'b'], 0],
    ['a carriage return, which is no newline', 'a\r\n', ['a\r'], 0],
    ['CR LF between frames', '\r\na\n\r\n\r\nb\n\r\n', ['a', 'b'], 0],
    ['CR LF after every frame, and between', 'a\r\n\r\nb\r\n', ['a\r', 'b\r'], 0],
    ['lines of spaces, tabs and CR', ' \n\t\n\r\r\n \t \r\na\n   \n', ['a'], 0],
    ['spaces around a frame', '  a \t\r\n', ['  a \t\r'], 0],
    ['a blank line without its end', 'a\n \r', ['a'], 2],
    ['other blanks, which are none of JSON', '\v\n\f\n\u00a0\n\0\n', ['\v', '\f', '\u00a0', '\0'], 0],
    ['other line ends of Unicode, which are none here', 'a\u2028b\u0085c\n', ['a\u2028b\u0085c'], 0],
  ])('given %s', (_what, stream, ...[frames, pending]) => {
    expect(split([bytes(stream)])).toEqual({ frames, pending });
  });

  test('does not mind bytes that are no UTF-8', () => {
    const [frame] = new LineSplitter().push(Uint8Array.of(0xff, 0x00, 0xc3, newline));
    expect(frame).toEqual(Uint8Array.of(0xff, 0x00, 0xc3));
  });

  test('gives the same frames for every point at which the stream is cut in two', () => {
    const whole = bytes('{"a":1}\n\n{"\u00fc\u{1f600}":2}\n{"torn');
    for (let at = 0; at <= whole.length; at += 1)
      expect(split([whole.subarray(0, at), whole.subarray(at)])).toEqual(model(whole));
  });

  test('gives the same frames for every two points at which the stream is cut in three', () => {
    const whole = bytes('ab\n\ncde\nf');
    for (let first = 0; first <= whole.length; first += 1)
      for (let second = first; second <= whole.length; second += 1)
        expect(
          split([whole.subarray(0, first), whole.subarray(first, second), whole.subarray(second)]),
        ).toEqual(model(whole));
  });

  // Letters and newlines in about equal parts, and now and then a line longer than a page.
  const stream = fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: fc.string({ unit: fc.constantFrom('\n', 'x', '\u00fc'), maxLength: 60 }) },
        { weight: 1, arbitrary: fc.nat({ max: 40_000 }).map((length) => 'y'.repeat(length)) },
      ),
      { maxLength: 12 },
    )
    .map((parts) => bytes(parts.join('\n')));

  test.prop([stream, fc.array(fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 30_000 }))), fc.boolean()])(
    'gives what splitting at newlines gives, whatever the chunks, Buffers or not',
    (whole, cuts, asBuffers) => {
      const chunks: Uint8Array[] = [];
      let at = 0;
      for (const size of cuts) {
        chunks.push(whole.subarray(at, at + size));
        at += size;
      }
      chunks.push(whole.subarray(at));
      const given = asBuffers ? chunks.map((chunk) => Buffer.from(chunk)) : chunks;
      expect(split(given)).toEqual(model(whole));
    },
  );

  test.prop([stream, fc.array(fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 30_000 })))])(
    'gives the same where it may use its memory again, to whoever reads the frames of a push before the next',
    (whole, cuts) => {
      const splitter = new LineSplitter({ reusesPages: true });
      const frames: string[] = [];
      let at = 0;
      for (const size of [...cuts, whole.length]) {
        // As a transport does that reads into one buffer.
        const lent = whole.slice(at, at + size);
        const given = splitter.push(lent);
        frames.push(...given.map(text));
        lent.fill(0xff);
        at += size;
      }
      expect({ frames, pending: splitter.pending }).toEqual(model(whole));
    },
  );

  test('takes turns between two pages where it may use its memory again', () => {
    const memories = (reusesPages: boolean): number => {
      const splitter = new LineSplitter({ reusesPages });
      const seen = new Set<ArrayBufferLike>();
      for (let push = 0; push < 100; push += 1)
        for (const { buffer } of splitter.push(bytes(`x\n${'x'.repeat(5000)}`))) seen.add(buffer);
      // The first one is a view of what was pushed.
      return seen.size - 1;
    };
    expect([memories(true), memories(false) > 10]).toEqual([2, true]);
  });

  test('leaves the chunks as they were, and a frame as it was when the next ones come', () => {
    const splitter = new LineSplitter();
    const chunks = ['fir', 'st\nsec', 'ond\nthi', 'rd\n'].map(bytes);
    const frames = chunks.flatMap((chunk) => splitter.push(chunk));
    expect(frames.map(text)).toEqual(['first', 'second', 'third']);
    expect(chunks.map(text)).toEqual(['fir', 'st\nsec', 'ond\nthi', 'rd\n']);
  });

  test('gives a frame within one chunk without copying it', () => {
    const chunk = bytes('ab\ncd\n');
    const [first, second] = new LineSplitter().push(chunk);
    expect(first?.buffer).toBe(chunk.buffer);
    expect(second?.byteOffset).toBe(3);
  });

  describe('at the end of the stream', () => {
    test.each([[''], ['a\n'], ['a\n\n']])('is content after %j', (whole) => {
      const splitter = new LineSplitter();
      splitter.push(bytes(whole));
      expect(() => splitter.end()).not.toThrow();
    });

    test('refuses a frame that is torn, and says how much of it came', () => {
      const splitter = new LineSplitter();
      splitter.push(bytes('a\n{"typ'));
      const error = thrown(DecodeError, () => splitter.end());
      expect(error.fault).toBe('malformed');
      expect(error.message).toBe('the stream ended inside a frame, after 5 bytes of it');
    });
  });

  describe('with a limit', () => {
    test.each([
      ['in one chunk', ['12345678\n']],
      ['in two chunks', ['1234', '5678\n']],
      ['byte by byte', Array.from('12345678\n')],
      ['with its newline in a chunk of its own', ['12345678', '\n']],
    ])('takes a frame of just the limit %s', (_how, chunks) => {
      expect(split(chunks.map(bytes), 8).frames).toEqual(['12345678']);
    });

    test.each([
      ['in one chunk', ['123456789\n'], 0],
      ['in two chunks', ['1234', '56789\n'], 1],
      ['byte by byte', Array.from('123456789'), 8],
      ['before its newline has come', ['123456789'], 0],
    ])('refuses a frame of one byte more %s, at the first byte too many', (_how, chunks, at) => {
      const splitter = new LineSplitter({ maxFrameBytes: 8 });
      for (const chunk of chunks.slice(0, at)) splitter.push(bytes(chunk));
      const error = thrown(DecodeError, () => splitter.push(bytes(chunks[at] ?? '')));
      expect(error.fault).toBe('tooLarge');
      expect(error.message).toBe(
        'a frame is larger than 8 bytes; raise maxFrameBytes if the server is right',
      );
    });

    test('gives the frames before the one that is too large, and then nothing more', () => {
      const splitter = new LineSplitter({ maxFrameBytes: 3 });
      expect(splitter.push(bytes('a\nbc\ndefg\nh\n')).map(text)).toEqual(['a', 'bc']);
      expect(() => splitter.push(bytes('i\n'))).toThrow(DecodeError);
      expect(() => splitter.push(bytes('j\n'))).toThrow(DecodeError);
      expect(() => splitter.end()).toThrow(DecodeError);
    });

    test.prop([stream, fc.integer({ min: 1, max: 50_000 }), fc.integer({ min: 1, max: 70 })])(
      'gives the same frames before it gives up, whatever the chunks',
      (whole, chunkBytes, maxFrameBytes) => {
        const lines = text(whole).split('\n');
        const bad = lines.findIndex((line) => bytes(line).length > maxFrameBytes);
        const good = (bad === -1 ? lines.slice(0, -1) : lines.slice(0, bad)).filter((line) => line !== '');
        const splitter = new LineSplitter({ maxFrameBytes });
        const frames: Uint8Array[] = [];
        const pushAll = () => {
          for (const chunk of [...chop(whole, chunkBytes), bytes('')]) frames.push(...splitter.push(chunk));
        };
        if (bad === -1) pushAll();
        else expect(thrown(DecodeError, pushAll).fault).toBe('tooLarge');
        expect(frames.map(text)).toEqual(good);
      },
    );

    test('is 64 MiB unless said otherwise', () => {
      const splitter = new LineSplitter();
      const mib = new Uint8Array(1024 * 1024);
      for (let pushed = 0; pushed < 64; pushed += 1) splitter.push(mib);
      expect(splitter.pending).toBe(64 * 1024 * 1024);
      expect(() => splitter.push(new Uint8Array(1))).toThrow('larger than 67108864 bytes');
    });
  });

  describe('given one long frame', () => {
    /** Bytes that were looked at, and bytes that were copied by growing or keeping, for a frame in chunks. */
    function work(frameBytes: number, chunkBytes: number): { scanned: number; copied: number } {
      const work = { scanned: 0, copied: 0 };
      class Chunk extends Uint8Array {
        override indexOf(value: number, from = 0): number {
          const found = super.indexOf(value, from);
          work.scanned += (found === -1 ? this.length : found + 1) - from;
          return found;
        }
      }
      const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), 'set');
      if (set === undefined) throw new Error('no TypedArray.prototype.set');
      const original = set.value as (source: ArrayLike<number>, offset?: number) => void;
      Object.defineProperty(Uint8Array.prototype, 'set', {
        configurable: true,
        value(this: Uint8Array, source: ArrayLike<number>, offset?: number) {
          work.copied += source.length;
          original.call(this, source, offset);
        },
      });
      try {
        const chunk = new Chunk(chunkBytes).fill(0x78);
        const splitter = new LineSplitter();
        for (let sent = 0; sent < frameBytes; sent += chunkBytes) splitter.push(chunk);
        const [frame] = splitter.push(new Chunk([newline]));
        expect(frame).toHaveLength(frameBytes);
      } finally {
        delete (Uint8Array.prototype as { set?: unknown }).set;
      }
      return work;
    }

    test.each([
      ['20 MiB in chunks of 64 KiB', 20 * 2 ** 20, 2 ** 16],
      ['20 MiB in chunks of 1 KiB', 20 * 2 ** 20, 2 ** 10],
      ['1 MiB in chunks of one byte', 2 ** 20, 1],
      ['256 KiB in chunks of one byte', 2 ** 18, 1],
    ])('looks once and copies three times at most: %s', (_what, frameBytes, chunkBytes) => {
      const { scanned, copied } = work(frameBytes, chunkBytes);
      expect(scanned).toBe(frameBytes + 1);
      expect(copied).toBeLessThanOrEqual(3 * frameBytes);
    });

    test('does not hold its memory for the frames after it', () => {
      const splitter = new LineSplitter();
      for (let sent = 0; sent < 100; sent += 1) splitter.push(new Uint8Array(1000));
      splitter.push(bytes('\nshort'));
      const [short] = splitter.push(bytes('\n'));
      expect(short?.buffer.byteLength).toBeLessThan(20_000);
    });
  });

  test('puts many frames that span chunks into few allocations', () => {
    const chunks = chop(concat(Array.from({ length: 1000 }, () => bytes(`${'x'.repeat(99)}\n`))), 70);
    const splitter = new LineSplitter();
    const buffers = new Set(chunks.flatMap((chunk) => splitter.push(chunk)).map((frame) => frame.buffer));
    expect(buffers.size).toBeLessThan(20);
  });

  test.each(['', '\r', ' \t', '\r'.repeat(100_000)])('ends in order behind a blank rest: %#', (rest) => {
    const splitter = new LineSplitter();
    splitter.push(bytes(`a\n${rest}`));
    expect(() => splitter.end()).not.toThrow();
  });

  test.each([[1], [2], [3], [7], [64 * 1024]])(
    'takes heartbeats for nothing in chunks of %i bytes',
    (size) => {
      const beat = '\r\n'.repeat(999);
      const whole = bytes(Array.from({ length: 50 }, (_, at) => `{"at":${at}}\n${beat}`).join(''));
      const splitter = new LineSplitter();
      const frames = chop(whole, size).flatMap((chunk) => splitter.push(chunk).map(text));
      expect(frames).toEqual(Array.from({ length: 50 }, (_, at) => `{"at":${at}}`));
    },
  );

  test('refuses a blank line without end as it does a frame', () => {
    const splitter = new LineSplitter({ maxFrameBytes: 100 });
    splitter.push(bytes(' '.repeat(100)));
    expect(thrown(DecodeError, () => splitter.push(bytes(' '))).fault).toBe('tooLarge');
  });

  test.each(['\n', '\r\n', ' \n'])(
    'takes a million blank lines for nothing, and refuses three: %j',
    (line) => {
      const splitter = new LineSplitter();
      const million = bytes(line.repeat(1_000_000));
      expect(splitter.push(million)).toEqual([]);
      splitter.push(bytes('a\n'));
      splitter.push(million);
      splitter.push(million);
      const error = thrown(DecodeError, () => splitter.push(million));
      expect(error.fault).toBe('tooLarge');
    },
  );

  test('refuses blank lines that go on and on, however they are cut, and gives what came before', () => {
    const blank = new Uint8Array(200_000).fill(newline);
    const splitter = new LineSplitter();
    for (let sent = 0; sent < 10; sent += 1) expect(splitter.push(blank)).toEqual([]);
    expect(splitter.push(concat([bytes('a\n'), blank])).map(text)).toEqual(['a']);
    for (let sent = 0; sent < 8; sent += 1) splitter.push(blank);
    expect(splitter.push(concat([bytes('b\n'), ...Array<Uint8Array>(11).fill(blank)])).map(text)).toEqual([
      'b',
    ]);
    const fault = thrown(DecodeError, () => splitter.push(bytes('c\n')));
    expect(fault.fault).toBe('tooLarge');
    expect(thrown(DecodeError, () => splitter.end())).toBe(fault);
  });
});
