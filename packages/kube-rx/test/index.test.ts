import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as client from '@kube-rx/client';
import * as core from '@kube-rx/core';
import * as encoding from '@kube-rx/encoding';
import * as runtime from '@kube-rx/runtime';
import * as facade from 'kube-rx';
import ts from 'typescript';

const wire = 'how bytes become events: for transports, servers and tests';
const layers = 'what a client is made of: for libraries, under names too general for a program’s imports';
const waiting = 'what transports, watchers and servers wait with: for libraries';

/** What the facade leaves to the packages below it, and why. */
const exceptions: Readonly<Record<string, string>> = {
  DecodeOptions: wire,
  ObjectDecoder: wire,
  ObjectDecoderOptions: wire,
  DecodedMemo: wire,
  EncodedList: wire,
  EventDecoder: wire,
  ExpectedType: wire,
  FrameSplitter: wire,
  FrameSplitterOptions: wire,
  KeyIndex: wire,
  ListDecoder: wire,
  ListMembers: wire,
  ObjectArena: wire,
  RequestCodec: wire,
  SlotArray: wire,
  SlotList: wire,
  ValueCodec: wire,
  WithSubresource: wire,
  listMetaOf: wire,
  watchEventOf: wire,
  formatTarget: wire,
  patchContentType: wire,
  readBody: wire,
  IdleTimer: waiting,
  IdleTimerOptions: waiting,
  TokenBucket: waiting,
  TokenBucketOptions: waiting,
  backoffMs: waiting,
  settle: waiting,
  sleep: waiting,
  PullQueue: waiting,
  PullSource: waiting,
  abortError: waiting,
  onAbort: waiting,
  untilAborted: waiting,
  retryAfterMs: 'an ApiError has it as its own field',
  GotTransport: layers,
  GotTransportOptions: layers,
  RetryLayerOptions: layers,
  authentication: layers,
  compose: layers,
  impersonation: layers,
  parseWarnings: layers,
  retry: layers,
  userAgent: layers,
  warnings: layers,
};

describe('the facade', () => {
  const offered = new Set(namesExportedBy('kube-rx'));

  test.each(['core', 'encoding', 'client', 'runtime'])('offers every name of %s, or says why not', (name) => {
    expect(namesExportedBy(name).filter((each) => !offered.has(each) && !(each in exceptions))).toEqual([]);
  });

  test('has no exception that does not exist, and none that it offers nevertheless', () => {
    const existing = new Set(['core', 'encoding', 'client', 'runtime'].flatMap(namesExportedBy));
    expect(Object.keys(exceptions).filter((name) => !existing.has(name) || offered.has(name))).toEqual([]);
  });

  test('hands on the very values of the packages below it', () => {
    const below: Readonly<Record<string, unknown>> = { ...core, ...encoding, ...client, ...runtime };
    for (const [name, value] of Object.entries(facade)) expect(below[name]).toBe(value);
  });
});

describe('the index of a package', () => {
  test.each(['core', 'encoding', 'client', 'runtime', 'apiserver', 'codegen', 'kube-rx'])(
    'of %s opens with a comment and holds named exports only',
    (name) => {
      const file = indexOf(name);
      expect(file.text).toMatch(/^\/\/ \S/);
      for (const statement of file.statements) {
        const clause = ts.isExportDeclaration(statement) ? statement.exportClause : undefined;
        expect(clause && ts.isNamedExports(clause)).toBe(true);
      }
    },
  );
});

function namesExportedBy(name: string): string[] {
  return indexOf(name).statements.flatMap((statement) => {
    const clause = ts.isExportDeclaration(statement) ? statement.exportClause : undefined;
    return clause && ts.isNamedExports(clause) ? clause.elements.map((element) => element.name.text) : [];
  });
}

function indexOf(name: string): ts.SourceFile {
  const path = join(import.meta.dirname, `../../${name}/src/index.ts`);
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext);
}
