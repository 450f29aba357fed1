// What a real pino writes of requests, watches and stores: each kind of record, its level and its fields.

import { channel } from 'node:diagnostics_channel';
import { describe, expect, jest, test } from '@jest/globals';
import {
  Client,
  type CredentialsMessage,
  credentialsChannel,
  requestChannel,
  TransportError,
  type WarningMessage,
  warningChannel,
} from '@kube-rx/client';
import { ApiError, type DynamicObject, type HttpService, VirtualClock } from '@kube-rx/core';
import { type LevelWithSilent, pino } from 'pino';
import { type LogOptions, logTo } from '../../src/logging/log-to.ts';
import {
  type AuditResult,
  type StoreMessage,
  storeChannel,
  watchChannel,
} from '../../src/logging/watch-channel.ts';
import { type Reflector, type ReflectorOptions, reflector } from '../../src/reflector/reflector.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { type Answer, Feed, ScriptedServer } from '../support/script.ts';

interface Logged {
  readonly records: Record<string, unknown>[];
  readonly stop: () => void;
}

/** Levels are numbers in pino: 20 debug, 30 info, 40 warn, 50 error. */
function startLog(level: LevelWithSilent, options?: LogOptions): Logged {
  const records: Record<string, unknown>[] = [];
  const write = (line: string): void => void records.push(JSON.parse(line) as Record<string, unknown>);
  const stop = logTo(pino({ level, base: null, timestamp: false }, { write }), options);
  return { records, stop };
}

const objects = (count: number): DynamicObject[] =>
  Array.from({ length: count }, (_, index) => configMap(`o-${index}`, index + 1));
const gone = frame('ERROR', { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' });

/** A cache of 20 objects whose history is lost, and whose next list is empty and not believed. */
async function runReflector(options: ReflectorOptions<DynamicObject> = {}): Promise<void> {
  const clock = new VirtualClock();
  const server = new ScriptedServer([
    listBody(100, objects(20)),
    new Feed().push(gone),
    listBody(101, []),
    listBody(102, objects(20)),
    new Feed(),
  ]);
  const shape = { name: 'colours', labelSelector: 'app=web', fieldSelector: 'metadata.name!=x' };
  const cache = reflector(server, { clock, random: () => 0, initialState: 'list', ...shape, ...options });
  await clock.advance(60_000);
  await cache.close();
}

const watch = {
  name: 'colours',
  resource: 'configmaps',
  labelSelector: 'app=web',
  fieldSelector: 'metadata.name!=x',
};

describe('a watch is logged', () => {
  test('from its first list to its end, by name, resource and selectors', async () => {
    const { records, stop } = startLog('debug');
    await runReflector();
    stop();
    const told = (record: string, msg: string): object => ({ record, watch, msg });
    const phase = (name: string, relists: number, resourceVersion?: string): object => ({
      ...told('phase', 'watch changed its phase'),
      level: 20,
      phase: name,
      mode: 'list',
      ...(resourceVersion && { resourceVersion }),
      epoch: 0,
      relists,
    });
    const as = (record: string, msg: string): object => ({ level: 30, ...told(record, msg) });
    const interrupted = {
      level: 40,
      ...told('interrupted', 'watch was interrupted'),
      resourceVersion: '100',
    };
    expect(records).toEqual([
      phase('listing', 0),
      { ...phase('connecting', 0, '100'), ...as('synced', 'watch has the whole initial state') },
      phase('live', 0, '100'),
      {
        ...interrupted,
        verdict: 'expired',
        attempt: 1,
        retryInMs: expect.any(Number),
        error: expect.stringContaining('the watch of configmaps was ended by the server: too old'),
        errorName: 'ApiError',
      },
      phase('waiting', 0, '100'),
      { ...phase('listing', 1, '100'), ...as('relist', 'watch reads everything again') },
      {
        ...interrupted,
        verdict: 'regressed',
        attempt: 2,
        retryInMs: expect.any(Number),
        error: expect.stringContaining('listed all but 20 of 20 objects'),
        errorName: 'WatchError',
      },
      {
        level: 40,
        record: 'massDeletionRefused',
        store: watch,
        missing: 20,
        held: 20,
        msg: 'store does not believe a list that deletes most of its objects, and asks again',
      },
      phase('waiting', 1, '100'),
      { ...phase('listing', 2, '100'), ...as('relist', 'watch reads everything again') },
      phase('connecting', 2, '102'),
      { ...phase('live', 2, '102'), ...as('recovered', 'watch goes on') },
      phase('stopped', 2, '102'),
    ]);
  });

  test('as failed where it ends by an error', async () => {
    const { records, stop } = startLog('error');
    await runReflector({ stopOn: () => true });
    stop();
    expect(records).toEqual([
      {
        level: 50,
        record: 'failed',
        watch,
        error: expect.stringContaining('too old'),
        errorName: 'ApiError',
        msg: 'watch failed for good',
      },
    ]);
  });

  test('as reading everything again once, also where that waits for its turn', async () => {
    const { records, stop } = startLog('debug');
    const clock = new VirtualClock();
    const client = {};
    const start = (name: string, answers: readonly Answer[]): Reflector<DynamicObject> =>
      reflector(new ScriptedServer(answers, client), { clock, random: () => 0, initialState: 'list', name });
    const feed = new Feed();
    const cache = start('colours', [listBody(100, []), feed, listBody(101, []), new Feed()]);
    await clock.advance(0);
    const hanging = Array.from({ length: 8 }, () => start('hanging', [undefined]));
    records.length = 0;
    feed.push(gone);
    await clock.advance(1000);
    stop();
    for (const each of [cache, ...hanging]) await each.close();
    const told = records.filter((record) => (record['watch'] as { name: string }).name === 'colours');
    expect(told.map(({ record, phase }) => [record, phase])).toEqual([
      ['interrupted', undefined],
      ['phase', 'waiting'],
      ['relist', 'queued'],
      ['phase', 'listing'],
      ['phase', 'connecting'],
      ['recovered', 'live'],
    ]);
  });

  test('as reading everything again once, however often a page is asked for', async () => {
    const { records, stop } = startLog('info', { levels: { interrupted: 'debug' } });
    const clock = new VirtualClock();
    const server = new ScriptedServer([
      listBody(100, objects(2)),
      new Feed().push(gone),
      listBody(101, objects(1), 'second page'),
      new TransportError('lost', { code: 'ECONNRESET' }),
      new TransportError('lost', { code: 'ECONNRESET' }),
      listBody(101, objects(1)),
      new Feed(),
    ]);
    const cache = reflector(server, { clock, random: () => 0, initialState: 'list' });
    await clock.advance(60_000);
    stop();
    await cache.close();
    expect(server.left).toBe(0);
    expect(records.map(({ record }) => record)).toEqual(['synced', 'relist', 'recovered']);
  });

  test('at the levels that were asked for', async () => {
    const { records, stop } = startLog('info', { levels: { interrupted: 'debug', phase: 'error' } });
    await runReflector();
    stop();
    const levels = new Map(records.map(({ record, level }) => [record, level]));
    expect(Object.fromEntries(levels)).toEqual({
      synced: 30,
      relist: 30,
      recovered: 30,
      massDeletionRefused: 40,
      phase: 50,
    });
  });
});

describe('an audit is logged', () => {
  const store = { name: 'colours', resource: 'configmaps' };
  const found = { objects: 3, missing: 1, outdated: 0, leftover: 1, key: 'shop/a' };
  const error = new TransportError('lost', { code: 'ECONNRESET' });
  const table: readonly (readonly [string, AuditResult, object])[] = [
    [
      'as agreed',
      { result: 'agreed', objects: 3 },
      { level: 20, record: 'audited', objects: 3, msg: 'store has what the server has' },
    ],
    [
      'as drifted',
      { result: 'drifted', ...found },
      {
        level: 40,
        record: 'drifted',
        ...found,
        msg: 'store differs from what the server has, and everything is read again',
      },
    ],
    [
      'as failed',
      { result: 'failed', error },
      {
        level: 40,
        record: 'auditFailed',
        error: 'lost',
        errorName: 'TransportError',
        errorCode: 'ECONNRESET',
        msg: 'store could not be compared with what the server has',
      },
    ],
  ];
  test.each(table)('%s', (_what, result, expected) => {
    const { records, stop } = startLog('debug');
    const message: StoreMessage = { type: 'audited', store, ...result };
    channel(storeChannel).publish(message);
    stop();
    expect(records).toEqual([{ store, ...expected }]);
  });
});

test('credentials that are withheld are told of by server and source', () => {
  const { records, stop } = startLog('warn');
  const message: CredentialsMessage = {
    type: 'withheld',
    server: 'http://a:8080',
    source: '/cfg: contexts[x]',
  };
  channel(credentialsChannel).publish(message);
  stop();
  expect(records).toEqual([
    {
      level: 40,
      record: 'credentialsWithheld',
      server: 'http://a:8080',
      source: '/cfg: contexts[x]',
      msg: 'credentials are withheld, as the server URL begins with http://',
    },
  ]);
});

test('files of credentials that change, or cannot be used any more, are told of by their paths', () => {
  const { records, stop } = startLog('info');
  const files = ['/pki/tls.crt', '/pki/tls.key'];
  const messages: CredentialsMessage[] = [
    { type: 'rotated', files },
    { type: 'kept', files, problem: '/pki/tls.key: is empty' },
  ];
  for (const message of messages) channel(credentialsChannel).publish(message);
  stop();
  expect(records).toEqual([
    { level: 30, record: 'credentialsRotated', files, msg: 'credentials have changed, and are in use' },
    {
      level: 40,
      record: 'credentialsKept',
      files,
      problem: '/pki/tls.key: is empty',
      msg: 'credentials cannot be read any more, and the last ones stay in use',
    },
  ]);
});

test('a warning of the server is logged', () => {
  const { records, stop } = startLog('info');
  const message: WarningMessage = { method: 'GET', path: '/api/v1/pods', text: 'deprecated' };
  channel(warningChannel).publish(message);
  stop();
  expect(records).toEqual([
    {
      level: 40,
      record: 'serverWarning',
      method: 'GET',
      path: '/api/v1/pods',
      warning: 'deprecated',
      msg: 'the server warns',
    },
  ]);
});

describe('a request is logged', () => {
  const secret = 'c2VjcmV0';
  const request = {
    method: 'PUT',
    path: '/api/v1/namespaces/shop/secrets/door',
    query: [['fieldManager', secret]],
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ data: { key: secret } }),
  } as const;

  async function send(service: HttpService, level: LevelWithSilent = 'debug'): Promise<Logged['records']> {
    const { records, stop } = startLog(level);
    await new Client(service, { clock: new VirtualClock() }).request(request).catch(() => undefined);
    stop();
    expect(JSON.stringify(records)).not.toContain(secret);
    return records;
  }

  const answer = (status: number): HttpService => {
    const body = Buffer.from(JSON.stringify({ data: { key: secret } }));
    return () =>
      Promise.resolve({
        status,
        headers: { 'content-type': 'application/json', 'x-token': secret },
        body: new Feed().push(body).end(),
      });
  };
  const expected = {
    level: 20,
    record: 'request',
    method: 'PUT',
    path: '/api/v1/namespaces/shop/secrets/door',
    durationMs: 0,
    msg: 'request',
  };

  test.each([200, 503])('with its status %d, and without query, headers and bodies', async (status) => {
    expect(await send(answer(status))).toEqual([{ ...expected, status }]);
  });

  test('with the error where no answer came', async () => {
    const error = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', answer: secret });
    const records = await send(() => Promise.reject(error));
    expect(records).toEqual([
      { ...expected, error: 'read ECONNRESET', errorName: 'Error', errorCode: 'ECONNRESET' },
    ]);
  });

  test('without the answer, where a program logs the error itself', async () => {
    const said = {
      kind: 'Status',
      status: 'Failure',
      message: `type: Invalid value: "${secret}"`,
      code: 422,
    };
    const service: HttpService = () => {
      const body = new Feed().push(Buffer.from(JSON.stringify(said))).end();
      return Promise.resolve({ status: 422, headers: { 'content-type': 'application/json' }, body });
    };
    const lines: string[] = [];
    const log = pino({ base: null }, { write: (line: string) => void lines.push(line) });
    await new Client(service).request(request).catch((err: unknown) => log.error({ err }, 'refused'));
    expect(lines.join()).toContain('422: type: Invalid value: \\"…\\"');
    expect(lines.join()).not.toContain(secret);
  });

  test('not above level debug', async () => {
    expect(await send(answer(200), 'info')).toEqual([]);
  });
});

test('no object of a watch is logged', async () => {
  const { records, stop } = startLog('debug');
  await runReflector();
  stop();
  expect(records.length).toBeGreaterThan(10);
  expect(JSON.stringify(records)).not.toMatch(/o-1|uid/);
});

test('an error of a server is logged without its status', async () => {
  const { records, stop } = startLog('debug');
  const status = { apiVersion: 'v1', kind: 'Status', code: 403, details: { name: 'c2VjcmV0' } } as const;
  const server = new ScriptedServer([new ApiError('not allowed', { status })]);
  const cache = reflector(server, { clock: new VirtualClock(), initialState: 'list' });
  await new Promise((resolve) => void setImmediate(resolve));
  await cache.close();
  stop();
  expect(records).toContainEqual(expect.objectContaining({ record: 'interrupted', error: 'not allowed' }));
  expect(JSON.stringify(records)).not.toContain('c2VjcmV0');
});

test('a logger that throws disturbs nothing, and is told of once', async () => {
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  let calls = 0;
  const fail = (): never => {
    calls += 1;
    throw new Error('the disk is full');
  };
  const stop = logTo({ debug: fail, info: fail, warn: fail, error: fail });
  await runReflector();
  stop();
  expect(calls).toBeGreaterThan(10);
  expect(warn.mock.calls).toEqual([['logTo: the logger failed, and logs may be missing: the disk is full']]);
  warn.mockRestore();
});

test('what was started by logTo ends by its result, and costs nothing afterwards', async () => {
  const names = [requestChannel, watchChannel, storeChannel];
  const { records, stop } = startLog('debug');
  expect(names.map((name) => channel(name).hasSubscribers)).toEqual([true, true, true]);
  stop();
  stop();
  expect(names.map((name) => channel(name).hasSubscribers)).toEqual([false, false, false]);
  await runReflector();
  expect(records).toEqual([]);
  {
    using disposable = logTo(pino({ level: 'silent' }));
    expect(disposable).toBeInstanceOf(Function);
    expect(channel(watchChannel).hasSubscribers).toBe(true);
  }
  expect(channel(watchChannel).hasSubscribers).toBe(false);
});
