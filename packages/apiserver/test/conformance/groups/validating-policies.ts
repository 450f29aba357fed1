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
