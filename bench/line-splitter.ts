// How fast the splitter alone cuts a stream into frames: ordinary frames under several chunkings, and one
// frame of 20 MB, whose cost must grow with its bytes and not with bytes times chunks.
//
//   node --conditions=kube-rx:src bench/line-splitter.ts

import { cpus } from 'node:os';
import { jsonCodec } from '@kube-rx/core/encoding';

const newline = 0x0a;
const kib = 1024;

console.log(
  `Lines into frames, ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.version}\n`,
);

// Not a power of two, so that frames and chunks do not end together.
const frameBytes = 2000;
const chunkings = [1024 * kib, 64 * kib, 16 * kib, 1460, 100];

console.log(`frames of ${frameBytes} bytes`);
console.table(
  Object.fromEntries(
    [Buffer.alloc(frameBytes * 32_000, 'x'), new Uint8Array(frameBytes * 32_000).fill(0x78)].flatMap(
      (stream) => {
        for (let end = frameBytes - 1; end < stream.length; end += frameBytes) stream[end] = newline;
        return chunkings.map((chunkBytes) => {
          const chunks: Uint8Array[] = [];
          for (let at = 0; at < stream.length; at += chunkBytes)
            chunks.push(stream.subarray(at, at + chunkBytes));
          const seconds = best(() => split(chunks));
          return [
            `${stream.constructor.name}s of ${size(chunkBytes)}`,
            {
              'frames/s': Math.round(stream.length / frameBytes / seconds).toLocaleString('en'),
              'MB/s': Math.round(stream.length / 1e6 / seconds),
            },
          ];
        });
      },
    ),
  ),
);

console.log('one frame');
console.table(
  Object.fromEntries(
    [64 * kib, 4 * kib, 64, 1].map((chunkBytes) => {
      const half = best(() => splitOneFrame(10e6, chunkBytes));
      const whole = best(() => splitOneFrame(20e6, chunkBytes));
      return [
        `chunks of ${size(chunkBytes)}`,
        {
          '10 MB, ms': Math.round(half * 1e3),
          '20 MB, ms': Math.round(whole * 1e3),
          'growth (linear: 2)': Number((whole / half).toFixed(2)),
        },
      ];
    }),
  ),
);

function split(chunks: readonly Uint8Array[]): void {
  const splitter = jsonCodec.createFrameSplitter();
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
}

function splitOneFrame(bytes: number, chunkBytes: number): void {
  // The same chunk over and over: millions of views would measure the garbage collector.
  const chunk = Buffer.alloc(chunkBytes, 'x');
  const splitter = jsonCodec.createFrameSplitter();
  for (let sent = 0; sent < bytes; sent += chunkBytes) splitter.push(chunk);
  if (splitter.push(Buffer.from('\n')).length !== 1) throw new Error('the frame did not come');
}

/** The shortest of five runs in seconds, so that what else the machine does weighs little. */
function best(run: () => void): number {
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now();
    run();
    return (performance.now() - started) / 1e3;
  });
  return Math.min(...times);
}

function size(bytes: number): string {
  return bytes >= kib && bytes % kib === 0 ? `${bytes / kib} KiB` : `${bytes} B`;
}
