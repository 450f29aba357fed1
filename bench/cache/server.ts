// The API server of the benchmark, in a process of its own: lists pods, page by page or whole, and on a word
// updates them over whatever watch is open. It costs as little as it can, so that the peers are measured.
//
//   server.ts PODS [KEY CERTIFICATE]     prints its URL; on stdin: `update COUNT`

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { PodBook } from './pod-book.ts';

const [pods, keyFile, certificateFile] = [Number(process.argv[2]), process.argv[3], process.argv[4]];
const json = { 'content-type': 'application/json' };
// Updates come from all over, and to each pod again only when its bytes have long been sent.
const stride = 7919;
if (pods < 100 || pods % stride === 0)
  throw new RangeError(`${pods} pods: at least 100, and no multiple of ${stride}`);
const book = new PodBook(pods);
// An event is a chunk, as the API server sends it; written past the response, which would copy it or make three of it.
const frameHead = '{"type":"MODIFIED","object":{"kind":"Pod","apiVersion":"v1",';
const chunkTail = Buffer.from('}\n\r\n');
const chunkHeads = new Map<number, Buffer>();
let watch: ServerResponse | undefined;
let onWatch: () => void = () => undefined;

const tls = keyFile && certificateFile && { key: readFileSync(keyFile), cert: readFileSync(certificateFile) };
const server = tls ? createSecureServer(tls, handle) : createServer(handle);
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(`${tls ? 'https' : 'http'}://127.0.0.1:${port}`);
});

createInterface(process.stdin).on('line', (line) => {
  const [word, count] = line.split(' ');
  if (word === 'update') void update(Number(count));
});

function handle(request: IncomingMessage, response: ServerResponse): void {
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  if (!request.url?.startsWith('/api/v1/pods')) response.writeHead(404, json).end('{}');
  else if (query.get('watch') === 'true' || query.get('watch') === '1') open(query, response);
  else void list(query, response);
}

function open(query: URLSearchParams, response: ServerResponse): void {
  if (query.has('sendInitialEvents')) {
    const status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      code: 422,
      reason: 'Invalid',
    };
    response.writeHead(422, json).end(JSON.stringify(status));
    return;
  }
  response.writeHead(200, json);
  response.flushHeaders();
  watch = response;
  onWatch();
}

async function list(query: URLSearchParams, response: ServerResponse): Promise<void> {
  // As the API server's watch cache does: a list at any version is given whole.
  const whole = query.get('resourceVersion') === '0' || !query.has('limit');
  const from = Number(query.get('continue') ?? 0);
  const to = whole ? pods : Math.min(pods, from + Number(query.get('limit')));
  const more = to < pods ? { continue: String(to), remainingItemCount: pods - to } : {};
  const metadata = { resourceVersion: String(book.version), ...more };
  response.writeHead(200, json);
  response.write(`{"kind":"PodList","apiVersion":"v1","metadata":${JSON.stringify(metadata)},"items":[`);
  for (let begin = from; begin < to; begin += 10) {
    if (begin > from) response.write(',');
    if (!response.write(book.items(begin, Math.min(begin + 10, to)))) await once(response, 'drain');
  }
  response.end(']}\n');
}

async function update(count: number): Promise<void> {
  if (!watch) await new Promise<void>((resolve) => (onWatch = resolve));
  const response = watch;
  if (!response?.socket) return;
  const { socket } = response;
  const closed = once(socket, 'close');
  for (let sent = 0; sent < count; ) {
    socket.cork();
    for (let batch = 0; batch < 10 && sent < count; batch += 1, sent += 1) {
      // In a watch, the object says what it is: the head has its brace.
      const pod = book.update((sent * stride) % pods).subarray(1);
      socket.write(chunkHead(pod.length));
      socket.write(pod);
      socket.write(chunkTail);
    }
    socket.uncork();
    if (socket.destroyed) return;
    if (socket.writableNeedDrain) await Promise.race([once(socket, 'drain'), closed]);
  }
}

function chunkHead(podBytes: number): Buffer {
  const known = chunkHeads.get(podBytes);
  if (known) return known;
  // Of the tail, the last two bytes end the chunk.
  const size = frameHead.length + podBytes + chunkTail.length - 2;
  const head = Buffer.from(`${size.toString(16)}\r\n${frameHead}`);
  chunkHeads.set(podBytes, head);
  return head;
}
