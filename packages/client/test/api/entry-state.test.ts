import { describe, expect, test } from '@jest/globals';
import { InvalidRequestError, parseExactJson, withLabels } from '@kube-rx/core';
import { applyEdit, type EntryEdit, type EntryState, replayEdits } from '../../src/api/entry-state.ts';
import { type Pod, pod } from '../support/tokens.ts';

const place = { name: 'web-0', namespace: 'shop' };
const found = pod('web-0');
const labelled = withLabels(found, { tier: 'front' });
const fresh: Pod = { metadata: { name: 'web-0' } };
const insert: EntryEdit<Pod> = { type: 'insert', object: () => fresh };
const label: EntryEdit<Pod> = { type: 'modify', change: (object) => withLabels(object, { tier: 'front' }) };
const nothing: EntryEdit<Pod> = { type: 'modify', change: (object) => object };
const back: EntryEdit<Pod> = { type: 'modify', change: () => structuredClone(found) };

const vacant: EntryState<Pod> = { kind: 'vacant' };
const clean: EntryState<Pod> = { kind: 'clean', stored: found };
const dirty: EntryState<Pod> = { kind: 'dirty', stored: found, object: labelled };
const made: EntryState<Pod> = { kind: 'new', object: fresh };

describe('an entry that is', () => {
  const table: [from: string, state: EntryState<Pod>, edit: EntryEdit<Pod>, next: EntryState<Pod>][] = [
    ['vacant becomes new by an insertion', vacant, insert, made],
    ['vacant stays so at a modification', vacant, label, vacant],
    ['new stays as inserted first', made, { type: 'insert', object: () => labelled }, made],
    ['new may be modified', made, label, { kind: 'new', object: withLabels(fresh, { tier: 'front' }) }],
    ['clean stays so at an insertion', clean, insert, clean],
    ['clean becomes dirty by a change', clean, label, dirty],
    ['clean stays so where its object comes back', clean, nothing, clean],
    ['clean stays so where an equal object comes back', clean, back, clean],
    ['dirty stays so where nothing more changes', dirty, nothing, dirty],
    ['dirty becomes clean where the change is taken back', dirty, back, clean],
  ];

  test.each(table)('%s', (...[, state, edit, next]) => {
    expect(applyEdit(state, edit, place)).toEqual(next);
  });

  test('clean becomes dirty by the last digit of a large number', () => {
    const [one, other] = ['9007199254740992', '9007199254740993'].map(
      (n) => parseExactJson(`{"metadata":{"name":"web-0"},"spec":{"n":${n}}}`) as Pod,
    );
    const change = { type: 'modify', change: () => other ?? fresh } as const;
    expect(applyEdit({ kind: 'clean', stored: one ?? fresh }, change, place).kind).toBe('dirty');
  });

  test('read again gets its edits again, in their order', () => {
    expect(replayEdits(undefined, [insert, label], place)).toMatchObject({ kind: 'new' });
    expect(replayEdits(pod('web-0', '9'), [insert, label], place)).toMatchObject({
      kind: 'dirty',
      stored: { metadata: { resourceVersion: '9' } },
      object: { metadata: { labels: { tier: 'front' } } },
    });
  });

  const wrong: [what: string, object: unknown, words: string][] = [
    ['another name', pod('web-1'), 'the name "web-1"'],
    ['another namespace', { metadata: { name: 'web-0', namespace: 'home' } }, 'the namespace "home"'],
    ['nothing', undefined, 'gave undefined back'],
    ['null', null, 'gave null back'],
  ];

  test.each(wrong)('any refuses an edit that gives %s', (...[, object, words]) => {
    const edit: EntryEdit<Pod> = { type: 'modify', change: () => object as Pod };
    expect(() => applyEdit(clean, edit, place)).toThrow(InvalidRequestError);
    expect(() => applyEdit(clean, edit, place)).toThrow(words);
  });
});
