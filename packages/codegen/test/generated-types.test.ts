// What the generated types promise: what the API server accepts compiles, what it refuses does not, as far as
// TypeScript can say it. Most of this is for the compiler (`npm run build`); Jest has little left to check.

import { describe, expect, test } from '@jest/globals';
import type { KubeObject, Resource } from '@kube-rx/core';
import type {
  Bag,
  ChoiceSpecBoth,
  ChoiceSpecSource,
  ChoiceSpecStrategy,
  ChoiceSpecTarget,
  ChoiceSpecUnsayable,
  Gate,
  ModeSpec,
  NestSpec,
  QuirkSpec,
  Sack,
  WrapperStrict,
  WrapperTemplate,
} from './fixtures/generated/awkward.dev/v1.ts';
import { Resource as ClashingResource, Site } from './fixtures/generated/clash.dev/v1.ts';
import { MyWidget, Planet } from './fixtures/generated/index.ts';
import { Planet as PlanetV1beta1 } from './fixtures/generated/versions.dev/v1beta1.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function isTrue<T extends true>(): T | undefined {
  return undefined;
}
const metadata = { name: 'x' };

describe('generated types', () => {
  test('take a number or a string for int-or-string', () => {
    const gate: Gate = { metadata, spec: { port: 80, surge: '25%', ports: ['http', 8080] } };
    // @ts-expect-error a boolean is neither
    const wrong: Gate = { metadata, spec: { port: true } };
    expect([gate.spec.port, wrong.spec.port]).toEqual([80, true]);
  });

  test('leave unknown fields open where the schema preserves them, and only there', () => {
    const bag: Bag = { metadata, spec: { anything: [1] }, settings: { level: 1, more: 'yes' }, anything: 7 };
    // @ts-expect-error the root of a Bag is closed
    const wrong: Bag = { metadata, more: true };
    const sack: Sack = { metadata, whatever: { at: 'all' } };
    isTrue<Equal<Sack['whatever'], unknown>>();
    expect([bag, wrong, sack]).toHaveLength(3);
  });

  test('require apiVersion and kind of an embedded resource, but no name', () => {
    const template: WrapperTemplate = { apiVersion: 'v1', kind: 'Pod', metadata: { labels: {} }, spec: {} };
    // @ts-expect-error kind is missing
    const wrong: WrapperTemplate = { apiVersion: 'v1' };
    // @ts-expect-error only Job will do
    const notJob: WrapperStrict = { apiVersion: 'batch/v1', kind: 'CronJob', spec: {} };
    expect([template, wrong, notJob]).toHaveLength(3);
  });

  test('know null, constants and optional fields apart', () => {
    const mode: ModeSpec = {
      phase: "it's done",
      deadline: null,
      level: 3,
      maybe: null,
      restart: '',
      names: ['a', null],
    };
    // @ts-expect-error deadline is required, if only as null
    const missing: ModeSpec = { phase: 'Pending' };
    // @ts-expect-error there is no fourth level
    const wrong: ModeSpec = { phase: 'Pending', deadline: null, level: 4 };
    // @ts-expect-error under exactOptionalPropertyTypes, absent is not undefined
    const notAbsent: ModeSpec = { phase: 'Pending', deadline: null, level: undefined };
    isTrue<Equal<ModeSpec['on'], true | undefined>>();
    expect([mode, missing, wrong, notAbsent]).toHaveLength(4);
  });

  test('take exactly one of the fields of a oneOf', () => {
    const git: ChoiceSpecSource = { git: { url: 'x' } };
    // @ts-expect-error two of them
    const two: ChoiceSpecSource = { git: { url: 'x' }, image: 'y' };
    // @ts-expect-error none of them
    const none: ChoiceSpecSource = {};
    expect([git, two, none]).toHaveLength(3);
  });

  test('take at least one of the fields of an anyOf', () => {
    const both: ChoiceSpecTarget = { name: 'x', selector: { app: 'y' } };
    // @ts-expect-error none of them
    const none: ChoiceSpecTarget = {};
    expect([both, none]).toHaveLength(2);
  });

  test('narrow by a discriminator', () => {
    const surge = (strategy: ChoiceSpecStrategy): number | undefined =>
      strategy.type === 'Rolling' ? strategy.rolling.surge : undefined;
    // @ts-expect-error Recreate has no rolling
    const wrong: ChoiceSpecStrategy = { type: 'Recreate', rolling: {} };
    expect([surge({ type: 'Rolling', rolling: { surge: 1 } }), wrong.type]).toEqual([1, 'Recreate']);
  });

  test('require what an allOf requires, and are wider where the schema says the unsayable', () => {
    // @ts-expect-error second is required too
    const half: ChoiceSpecBoth = { first: 'x' };
    const any: ChoiceSpecUnsayable = { count: 7 };
    expect([half, any]).toHaveLength(2);
  });

  test('keep names that are no identifiers', () => {
    isTrue<Equal<QuirkSpec['x-forwarded-for'], string>>();
    isTrue<Equal<QuirkSpec['3d'], boolean | undefined>>();
    isTrue<Equal<QuirkSpec['back\\slash\n'], string | undefined>>();
    expect.assertions(0);
  });

  test('are read-only all the way down', () => {
    const spec: NestSpec = { matrix: [[1]], byName: { a: [{ x: 1 }] } };
    const attempts = (row: readonly number[], map: NonNullable<NestSpec['byName']>): void => {
      // @ts-expect-error a field is not assigned to
      spec.matrix = [];
      // @ts-expect-error a map takes no new keys
      map['b'] = [];
      // @ts-expect-error an array is not grown
      (row.push as (item: number) => void)(1);
    };
    isTrue<Equal<NonNullable<NestSpec['matrix']>[number], readonly number[]>>();
    expect(attempts).toBeDefined();
  });
});

describe('generated tokens', () => {
  test('carry the type, the scope and the subresources of each version', () => {
    isTrue<Equal<typeof Planet, Resource<Planet, 'Cluster', 'scale' | 'status'>>>();
    isTrue<Equal<typeof PlanetV1beta1, Resource<PlanetV1beta1, 'Cluster', never>>>();
    isTrue<Equal<Planet['spec']['mass'], number>>();
    expect(Planet).toEqual({
      group: 'versions.dev',
      version: 'v1',
      kind: 'Planet',
      plural: 'planets',
      scope: 'Cluster',
      subresources: ['scale', 'status'],
    });
    expect(PlanetV1beta1.version).toBe('v1beta1');
  });

  test('are usable whatever the kind is called', () => {
    const site: KubeObject = { metadata } satisfies Site;
    expect([ClashingResource.kind, Site.kind, MyWidget.kind, site]).toEqual([
      'Resource',
      'Site',
      'my-widget',
      { metadata },
    ]);
  });
});
