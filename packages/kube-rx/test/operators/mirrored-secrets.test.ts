import { describe, expect, test } from '@jest/globals';
import type { Namespace, Secret } from 'kube-rx/k8s';
import {
  mirrorLabel,
  mirrorSteps,
  originAnnotation,
  wantsLabel,
} from '../../../../examples/operators/mirrored-secrets.ts';

const namespace: Namespace = { metadata: { name: 'app', labels: { [wantsLabel]: 'true' } } };
const leaving: Namespace = { metadata: { ...namespace.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };

const source: Secret = {
  metadata: { name: 'registry', namespace: 'shop', labels: { [mirrorLabel]: 'source' } },
  type: 'Opaque',
  data: { password: 'aHVudGVyMg==' },
};

const copy: Secret = {
  ...source,
  metadata: {
    name: 'registry',
    namespace: 'app',
    uid: 'u1',
    resourceVersion: '7',
    labels: { [mirrorLabel]: 'copy', team: 'a' },
    annotations: { [originAnnotation]: 'shop/registry' },
  },
};

const stranger: Secret = {
  ...copy,
  metadata: { name: 'registry', namespace: 'app', labels: { [mirrorLabel]: 'copy' } },
};

const from = (name: string): Secret => ({ ...source, metadata: { ...source.metadata, namespace: name } });

describe('the steps to the Secrets that a namespace shall have', () => {
  test.each<[string, Namespace, Secret[], string[]]>([
    ['create a copy of each source', namespace, [source], ['create app/registry']],
    ['are none where all is as it shall be', namespace, [source, copy], []],
    ['correct a copy that was edited', namespace, [source, { ...copy, data: {} }], ['replace app/registry']],
    ['delete a copy whose source is gone', namespace, [copy], ['delete app/registry']],
    [
      'delete copies where none are wanted',
      { metadata: { name: 'app' } },
      [source, copy],
      ['delete app/registry'],
    ],
    ['create nothing in a namespace that is being deleted', leaving, [source], []],
    [
      'are none in the namespace of the source',
      { metadata: { ...namespace.metadata, name: 'shop' } },
      [source],
      [],
    ],
    ['leave a Secret that says of no source', { metadata: { name: 'app' } }, [stranger], []],
    ['delete a copy of another type', namespace, [{ ...source, type: 'x/y' }, copy], ['delete app/registry']],
    [
      'delete an immutable copy that differs',
      namespace,
      [
        { ...source, immutable: true, data: { a: 'YQ==' } },
        { ...copy, immutable: true },
      ],
      ['delete app/registry'],
    ],
    ['do not copy over a source of the same name', namespace, [source, from('app')], []],
  ])('%s', (...[, where, secrets, steps]) => {
    expect(
      mirrorSteps(where, secrets).map(
        ({ type, secret }) => `${type} ${secret.metadata.namespace ?? ''}/${secret.metadata.name}`,
      ),
    ).toEqual(steps);
  });

  test('take the first namespace of two that have a source of one name, whatever their order', () => {
    const both = [source, from('bank')];
    for (const secrets of [both, both.toReversed()])
      expect(mirrorSteps(namespace, secrets)[0]?.secret.metadata.annotations).toEqual({
        [originAnnotation]: 'bank/registry',
      });
  });

  test('keep what others put on a copy, and its version, so that a write over theirs is refused', () => {
    const [step] = mirrorSteps(namespace, [source, { ...copy, data: {} }]);
    expect(step?.secret.metadata).toMatchObject({ resourceVersion: '7', uid: 'u1', labels: { team: 'a' } });
    expect(step?.secret.data).toEqual(source.data);
  });
});
