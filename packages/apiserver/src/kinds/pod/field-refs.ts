// Fields of a pod and resources of its containers, as what a variable or a file holds.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { Quantity } from '@kube-rx/core';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { qualifiedNameComplaints } from '../../validation/names.ts';
import { nanosOf } from '../../validation/quantities.ts';

/** `supported`: the fields that may be read there, in order, besides single labels and annotations. */
export function fieldRefFaults(ref: Field, supported: readonly string[]): FieldFault[] {
  const [version, path] = [ref.at('apiVersion'), ref.at('fieldPath')];
  if (version.text === '') return [version.required()];
  if (path.text === '') return [path.required()];
  const unknown = (why: string): FieldFault[] => [
    path.invalid(`error converting fieldPath: ${why}`, path.text),
  ];
  if (version.text !== 'v1') return unknown(`unsupported pod version: ${version.text}`);
  const [map, key] = subscripted(path.text);
  if (key !== undefined) {
    const found = keyComplaints(map, key);
    if (!found) return unknown(`field label does not support subscript: ${path.text}`);
    return found.complaints.map((complaint) => ref.invalid(complaint, found.key));
  }
  const field = path.text === 'spec.host' ? 'spec.nodeName' : path.text;
  if (!known.has(field)) return unknown(`field label not supported: ${path.text}`);
  return supported.includes(field) ? [] : [path.unsupported(supported, field)];
}

const known: ReadonlySet<string> = new Set([
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.serviceAccountName',
  'spec.schedulerName',
  'status.phase',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]);

// As `metadata.labels['app']`.
function subscripted(path: string): readonly [map: string, key: string | undefined] {
  const start = path.indexOf("['");
  if (!path.endsWith("']") || start < 1 || start + 2 > path.length - 2) return [path, undefined];
  return [path.slice(0, start), path.slice(start + 2, -2)];
}

function keyComplaints(
  map: string,
  subscript: string,
): { readonly key: string; readonly complaints: string[] } | undefined {
  if (map !== 'metadata.annotations' && map !== 'metadata.labels') return undefined;
  const key = map === 'metadata.annotations' ? subscript.toLowerCase() : subscript;
  return { key, complaints: qualifiedNameComplaints(key) };
}

const resources = ['cpu', 'ephemeral-storage', 'memory'];
const readable = ['limits', 'requests'].flatMap((kind) => resources.map((name) => `${kind}.${name}`));
const hugePages = /^(limits|requests)\.hugepages-/;

/** `place`: a file must say of which container. */
export function resourceRefFaults(ref: Field, place: 'file' | 'variable'): FieldFault[] {
  const [container, resource] = [ref.at('containerName'), ref.at('resource')];
  const divisor = divisorFaults(ref.at('divisor'), resource.text);
  if (place === 'file' && container.text === '') return [container.required(), ...divisor];
  if (resource.text === '') return [resource.required(), ...divisor];
  if (readable.includes(resource.text) || hugePages.test(resource.text)) return divisor;
  return [resource.unsupported(readable), ...divisor];
}

const units = '1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei';

function divisorFaults(divisor: Field, resource: string): FieldFault[] {
  if (nanosOf(divisor) === 0n) return [];
  const text = Quantity.canonical(divisor.text);
  const name = resource.replace(/^(limits|requests)\./, '');
  const told = name === resource ? undefined : toldAs(name);
  if (told === undefined) return [];
  if (told === 'cpu') {
    if (text === '1' || text === '1m') return [];
    return [divisor.invalid("only divisor's values 1m and 1 are supported with the cpu resource", resource)];
  }
  if (units.split(', ').includes(text)) return [];
  const why = `only divisor's values ${units} are supported with the ${told} resource`;
  return [divisor.invalid(why, resource)];
}

function toldAs(resource: string): string | undefined {
  if (resource === 'cpu' || resource === 'memory') return resource;
  if (resource === 'ephemeral-storage') return 'local ephemeral storage';
  return resource.startsWith('hugepages-') ? 'hugepages' : undefined;
}
