import { customKind } from '../custom-kind.ts';
import { mutatingCustomCases, validatingCustomCases, versions } from '../policies/custom-cases.ts';
import { mutatingCases } from '../policies/mutating-cases.ts';
import { makeParams, paramCases } from '../policies/param-cases.ts';
import { playPolicies } from '../policies/policy-case.ts';
import { validatingCases } from '../policies/validating-cases.ts';
import { verbCases } from '../policies/verb-cases.ts';
import type { Group } from '../session.ts';

// What policies say about a write, in which words, and when they are not asked.
export const group: Group = (t) => playPolicies(t, 'Validating', validatingCases);

export const verbGroup: Group = (t) => playPolicies(t, 'Validating', verbCases);

export const paramGroup: Group = async (t) => {
  await makeParams(t);
  await playPolicies(t, 'Validating', paramCases(t.namespace));
};

export const mutatingGroup: Group = (t) => playPolicies(t, 'Mutating', mutatingCases);

export const customGroup: Group = async (t) => {
  const kind = await customKind(t, versions);
  await t.post(kind.at('v1'), kind.object('parameters', { spec: { size: 5 } }), { quiet: true });
  await playPolicies(t, 'Validating', validatingCustomCases(kind));
  await playPolicies(t, 'Mutating', mutatingCustomCases(kind));
  await t.delete(kind.definition, undefined, { quiet: true });
};
