// What containers use, quotas count and nodes have: which texts name it, and how it is counted.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/helper/helpers.go

import { Quantity } from '@kube-rx/core';
import type { FieldFault } from '../status-error.ts';
import { scaledValue } from '../types/stored-quantity.ts';
import type { Field } from './field.ts';
import { qualifiedNameComplaints } from './names.ts';
import { nonNegativeQuantityFaults } from './quantities.ts';

/** What is counted in pieces. */
const countedResources = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];

const containerResources = ['cpu', 'memory', 'ephemeral-storage'];

const standardResources: ReadonlySet<string> = new Set([
  ...countedResources,
  ...containerResources.flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
  'storage',
  'requests.storage',
]);

const pages = 'hugepages-';

export function isHugePages(name: string): boolean {
  return name.startsWith(pages);
}

/** Of Kubernetes itself: not of a vendor. */
export function isNativeResource(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** Of a vendor, whose devices are counted in pieces. */
export function isExtendedResource(name: string): boolean {
  if (isNativeResource(name) || name.startsWith('requests.')) return false;
  return qualifiedNameComplaints(`requests.${name}`).length === 0;
}

/** Whether more of it may be granted than there is. */
export function isOvercommitted(name: string): boolean {
  return isNativeResource(name) && !isHugePages(name);
}

/** Whether quotas and others know it by its name alone. */
function isStandardResource(name: string): boolean {
  return standardResources.has(name) || isHugePages(name) || isHugePages(name.replace(/^requests\./, ''));
}

/** Whether a quota counts it. */
export function isQuotaResource(name: string): boolean {
  return name !== 'storage' && isStandardResource(name);
}

function isContainerResource(name: string): boolean {
  return containerResources.includes(name) || isHugePages(name);
}

/** `field`: where the name stands as a key, or is the value. */
export function resourceNameFaults(field: Field, name: string): FieldFault[] {
  const found = qualifiedNameComplaints(name).map((complaint) => field.invalidTyped(complaint, name));
  if (found.length > 0 || name.includes('/') || isStandardResource(name)) return found;
  return [field.invalidTyped('must be a standard resource type or fully qualified', name)];
}

export function containerResourceNameFaults(field: Field, name: string): FieldFault[] {
  const found = resourceNameFaults(field, name);
  if (!name.includes('/')) {
    if (!isContainerResource(name))
      found.push(field.invalidTyped('must be a standard resource for containers', name));
  } else if (!isNativeResource(name) && !isExtendedResource(name))
    found.push(field.invalidTyped("doesn't follow extended resource name standard", name));
  return found;
}

const unit = 1_000_000_000n;

/** An amount of the resource of a name. */
export function resourceAmountFaults(amount: Field, name: string): FieldFault[] {
  const inPieces = countedResources.includes(name) || isExtendedResource(name);
  // The real server rounds up to thousandths first.
  const isWhole = Quantity.isValid(amount.text) ? scaledValue(amount.text, -3) % 1000n === 0n : true;
  return [
    ...nonNegativeQuantityFaults(amount),
    ...(inPieces && !isWhole ? [amount.invalid('must be an integer', amount.text)] : []),
  ];
}

/** Whether huge pages of the size in the name make up the amount. */
export function isWholePages(amount: Field, name: string): boolean {
  const text = name.slice(pages.length);
  if (!Quantity.isValid(text)) return false;
  const { nanos } = Quantity.parse(text);
  if (nanos <= 0n || Quantity.toMillis(text) % 1000n !== 0n) return false;
  const whole = Quantity.isValid(amount.text) ? Quantity.toInteger(amount.text) : 0n;
  return whole % (nanos / unit) === 0n;
}
