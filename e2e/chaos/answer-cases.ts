// Answers that are none: errors, pages for people, bodies that break or never end.

import { gzipSync } from 'node:zlib';
import type { Exchange } from '../chaos-proxy.ts';
import type { ChaosCase } from './case.ts';
import { errorFrame, statusOf } from './frames.ts';
import {
  always,
  atFirst,
  during,
  endOpen,
  live,
  resetOpen,
  resumed,
  rewritten,
  toEach,
  toFirst,
} from './plots.ts';
import { pause } from './stage.ts';

interface Answer {
  readonly name: string;
  readonly give: (exchange: Exchange) => void;
}

const html = '<!doctype html><html><body><form action="/login">Sign in</form></body></html>';
const asHtml = { 'content-type': 'text/html; charset=utf-8' };

const answers: readonly Answer[] = [
  { name: 'a 200 with a login page', give: (exchange) => exchange.answer(200, html, asHtml) },
  { name: 'a 200 with a login page that claims to be JSON', give: (exchange) => exchange.answer(200, html) },
  { name: 'a 302 to a login page', give: (exchange) => exchange.answer(302, '', { location: '/login' }) },
  { name: 'a 502 of a proxy', give: (exchange) => exchange.answer(502, '<h1>Bad Gateway</h1>', asHtml) },
  { name: 'a 504 without a body', give: (exchange) => exchange.answer(504, '', asHtml) },
  { name: 'a 500', give: (exchange) => exchange.answer(500, statusOf(500, 'InternalError')) },
  { name: 'a 503 without a word', give: (exchange) => exchange.answer(503, '') },
  {
    name: 'a 429 without Retry-After',
    give: (exchange) => exchange.answer(429, statusOf(429, 'TooManyRequests')),
  },
  { name: 'a 401', give: (exchange) => exchange.answer(401, statusOf(401, 'Unauthorized')) },
  { name: 'a 403', give: (exchange) => exchange.answer(403, statusOf(403, 'Forbidden')) },
  {
    name: 'a 404',
    give: (exchange) => exchange.answer(404, '404 page not found\n', { 'content-type': 'text/plain' }),
  },
  { name: 'a 410', give: (exchange) => exchange.answer(410, statusOf(410, 'Expired')) },
  { name: 'a 422', give: (exchange) => exchange.answer(422, statusOf(422, 'Invalid')) },
  { name: 'a 200 with nothing in it', give: (exchange) => exchange.answer(200, '') },
  { name: 'a 200 with {}', give: (exchange) => exchange.answer(200, '{}') },
  { name: 'a 200 with null', give: (exchange) => exchange.answer(200, 'null') },
  { name: 'a 204', give: (exchange) => exchange.answer(204, '') },
  {
    name: 'a 200 with a failed Status',
    give: (exchange) => exchange.answer(200, statusOf(500, 'InternalError')),
  },
  {
    name: 'a 200 with half an object',
    give: (exchange) => exchange.answer(200, '{"kind":"ConfigMapList","apiV'),
  },
  {
    name: 'a 200 with what is not gzip',
    give: (exchange) => exchange.answer(200, 'plain', { 'content-encoding': 'gzip' }),
  },
  {
    name: 'a 200 with half of a gzip',
    give: (exchange) =>
      exchange.answer(200, gzipSync('x'.repeat(9000)).subarray(0, 30), { 'content-encoding': 'gzip' }),
  },
  {
    name: 'a 200 with bytes that are no text',
    give: (exchange) => exchange.answer(200, Uint8Array.of(0xff, 0, 0xfe, 0x80, 10)),
  },
  {
    name: 'a head, and then the end of the connection',
    give: (exchange) => {
      exchange.start(200);
      exchange.reset();
    },
  },
  {
    name: 'an error whose body never ends',
    give: (exchange) => {
      exchange.start(500, { 'content-length': '10000' });
      exchange.write('{"kind":"Sta');
    },
  },
  {
    name: 'a 429 whose body never comes',
    give: (exchange) => exchange.start(429, { 'content-length': '10000' }),
  },
];

/** What an error says by its own frame in a watch. */
const errors: readonly (readonly [name: string, frame: string])[] = [
  ['410', errorFrame(410, 'Expired')],
  ['410 Gone', errorFrame(410, 'Gone')],
  ['500', errorFrame(500, 'InternalError')],
  ['504 Timeout', errorFrame(504, 'Timeout')],
  ['429', errorFrame(429, 'TooManyRequests')],
  ['no object', '{"type":"ERROR"}\n'],
  ['an object that is no Status', '{"type":"ERROR","object":{"kind":"ConfigMap"}}\n'],
];

const onceCases: readonly ChaosCase[] = answers.flatMap(({ name, give }) => [
  {
    name: `once, instead of a watch that is resumed: ${name}`,
    rightWithinMs: 5000,
    play: resumed(give, endOpen),
  },
  {
    name: `once, at first: ${name}`,
    rightWithinMs: 5000,
    play: always(() => toFirst(['stream', 'list'], give)),
  },
]);

const lastingCases: readonly ChaosCase[] = answers.map(({ name, give }, index) => ({
  name: `for 4 s, to everything: ${name}`,
  rightWithinMs: 12_000,
  requests: 20,
  isUnreachable: true,
  play:
    index % 2 === 0
      ? during(4000, () => toEach(give), { then: resetOpen })
      : atFirst(4000, () => toEach(give)),
}));

const errorCases: readonly ChaosCase[] = errors.map(([name, frame]) => ({
  name: `an ERROR in a watch: ${name}`,
  rightWithinMs: 5000,
  play: live(({ proxy }) => {
    for (const exchange of proxy.open) {
      exchange.write(frame);
      exchange.end();
    }
  }),
}));

function busy(status: number, retryAfter: string): (exchange: Exchange) => void {
  return (exchange) =>
    exchange.answer(status, statusOf(status, 'ServiceUnavailable'), { 'retry-after': retryAfter });
}

const retryAfterCases: readonly ChaosCase[] = [
  {
    name: 'a Retry-After of an hour, once, for a watch',
    rightWithinMs: 68_000,
    requests: 6,
    isUnreachable: true,
    play: resumed(busy(503, '3600')),
  },
  {
    name: 'a Retry-After of an hour, once, at first',
    rightWithinMs: 68_000,
    requests: 4,
    isUnreachable: true,
    play: always(() => toFirst(['stream', 'list'], busy(429, '3600'))),
  },
  {
    name: 'a Retry-After of 1 s, once',
    rightWithinMs: 4000,
    isUnreachable: true,
    play: resumed(busy(429, '1')),
  },
  {
    name: 'a Retry-After that is no time',
    rightWithinMs: 4000,
    play: resumed(busy(503, 'soon')),
  },
];

const dampedCases: readonly ChaosCase[] = [
  {
    name: 'each watch ends as soon as it began, for 10 s',
    rightWithinMs: 31_000,
    requests: 25,
    isUnreachable: true,
    play: during(
      10_000,
      () => ({ ask: (exchange) => exchange.kind === 'watch' && (exchange.answer(200, ''), true) }),
      {
        then: resetOpen,
      },
    ),
  },
  {
    name: 'the proxy takes a watch for a list',
    rightWithinMs: 12_000,
    requests: 25,
    isUnreachable: true,
    play: (stage) =>
      during(4000, () => rewritten(stage, 'watch', { watch: undefined }), { then: resetOpen })(stage),
  },
  {
    name: 'a watch that begins with all there is, as of old servers, and no end mark',
    rightWithinMs: 25_000,
    isUnreachable: true,
    play: (stage) =>
      always(() =>
        rewritten(stage, 'stream', {
          sendInitialEvents: undefined,
          resourceVersionMatch: undefined,
          resourceVersion: '0',
        }),
      )(stage),
  },
  {
    name: 'a watch that is resumed begins with all there is, as of a server that ignores versions',
    rightWithinMs: 5000,
    play: async (stage) => {
      await stage.open();
      stage.fault(rewritten(stage, 'watch', { resourceVersion: '0' }));
      resetOpen(stage);
      await stage.change('item-1');
      await stage.create('made');
      await stage.seen('made', 5000);
    },
  },
  {
    name: 'a watch that is resumed tells again what was told long ago',
    rightWithinMs: 5000,
    play: async (stage) => {
      await stage.open();
      const { resourceVersion } = stage.status;
      for (let round = 0; round < 3; round += 1) await stage.write();
      await stage.change('item-0');
      await stage.seen('item-0', 5000);
      stage.fault(rewritten(stage, 'watch', { resourceVersion }));
      resetOpen(stage);
      await stage.write();
    },
  },
  {
    name: 'each answer begins 3 s late',
    rightWithinMs: 5000,
    isUnreachable: true,
    play: async (stage) => {
      await stage.open();
      stage.fault({ ask: () => pause(3000) });
      resetOpen(stage);
      await stage.write();
    },
  },
  {
    name: 'a server that cannot stream',
    rightWithinMs: 5000,
    play: always(() => ({
      ask: (exchange) => exchange.kind === 'stream' && (exchange.answer(422, statusOf(422, 'Invalid')), true),
    })),
  },
];

export const slowAnswerCases: readonly ChaosCase[] = retryAfterCases;

export const answerCases: readonly ChaosCase[] = [
  ...dampedCases,
  ...lastingCases,
  ...onceCases,
  ...errorCases,
];
