// Which names, labels and annotations are accepted, and the words with which others are refused.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/validation/validation.go

import type { Kind } from '../kinds/kind.ts';

interface Rule {
  readonly pattern: string;
  readonly maxLength: number;
  readonly message: string;
  /** Older rules count characters, newer ones bytes. */
  readonly unit: 'characters' | 'bytes';
}

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;
const qualifiedName = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

const subdomainRule: Rule = {
  unit: 'characters',
  pattern: subdomain,
  maxLength: 253,
  message: `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${subdomain}')`,
};

const labelRule: Rule = {
  unit: 'characters',
  pattern: label,
  maxLength: 63,
  message: `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${label}')`,
};

const labelValueRule: Rule = {
  unit: 'bytes',
  pattern: `(${qualifiedName})?`,
  maxLength: 63,
  message: `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(${qualifiedName})?')`,
};

const namePartRule: Rule = {
  unit: 'bytes',
  pattern: qualifiedName,
  maxLength: 63,
  message: `must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${qualifiedName}')`,
};

function complaints(rule: Rule, value: string): string[] {
  const found: string[] = [];
  if (value.length > rule.maxLength) found.push(`must be no more than ${rule.maxLength} ${rule.unit}`);
  if (!new RegExp(`^${rule.pattern}$`).test(value)) found.push(rule.message);
  return found;
}

/** What is wrong with an object's name; nothing if it is right. */
export function nameComplaints(rule: Kind['names'], name: string): string[] {
  if (rule === undefined) return complaints(subdomainRule, name);
  if (rule === 'segment') return segmentComplaints(name);
  if (name.length <= labelRule.maxLength && /\./.test(name) && complaints(subdomainRule, name).length === 0)
    return ['must not contain dots'];
  return complaints(labelRule, name);
}

function segmentComplaints(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((char) => name.includes(char)).map((char) => `may not contain '${char}'`);
}

export function labelValueComplaints(value: string): string[] {
  return complaints(labelValueRule, value);
}

/** For the keys of labels and annotations, and for finalizers. */
export function qualifiedNameComplaints(key: string): string[] {
  const [name = '', prefix, ...more] = key.split('/').reverse();
  if (more.length > 0)
    return [
      `a valid label key ${namePartRule.message} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  const empty = 'must be non-empty';
  const ofName = [...(name === '' ? [empty] : []), ...complaints(namePartRule, name)];
  const ofPrefix = prefix === '' ? [empty] : prefix === undefined ? [] : complaints(subdomainRule, prefix);
  return [...ofPrefix.map((text) => `prefix part ${text}`), ...ofName.map((text) => `name part ${text}`)];
}
