// Which names, labels and annotations are accepted, and the words with which others are refused.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/validation/validation.go

import { isIP, isIPv4 } from 'node:net';
import { type JsonObject, textAt } from '../json/json.ts';
import type { Kind } from '../kinds/kind.ts';

interface Rule {
  readonly pattern: RegExp;
  readonly maxLength: number;
  readonly message: string;
  /** Older rules count characters, newer ones bytes. */
  readonly unit: 'characters' | 'bytes';
}

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const word = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const qualifiedName = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const optionalName = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

// As the server shows it, without its anchors.
const shown = ({ source }: RegExp): string => source.slice(1, -1);

const subdomainRule: Rule = {
  unit: 'characters',
  pattern: subdomain,
  maxLength: 253,
  message: `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${shown(subdomain)}')`,
};

const labelRule: Rule = {
  unit: 'characters',
  pattern: label,
  maxLength: 63,
  message: `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${shown(label)}')`,
};

const wordRule: Rule = {
  unit: 'characters',
  pattern: word,
  maxLength: 63,
  message: `a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '${shown(word)}')`,
};

const labelValueRule: Rule = {
  unit: 'bytes',
  pattern: optionalName,
  maxLength: 63,
  message: `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '${shown(optionalName)}')`,
};

const namePartRule: Rule = {
  unit: 'bytes',
  pattern: qualifiedName,
  maxLength: 63,
  message: `must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${shown(qualifiedName)}')`,
};

function complaints(rule: Rule, value: string): string[] {
  const found: string[] = [];
  if (value.length > rule.maxLength) found.push(`must be no more than ${rule.maxLength} ${rule.unit}`);
  if (!rule.pattern.test(value)) found.push(rule.message);
  return found;
}

/** For the names of kinds and their versions. */
export function wordComplaints(value: string): string[] {
  return complaints(wordRule, value);
}

export function subdomainComplaints(value: string): string[] {
  return complaints(subdomainRule, value);
}

type NameRule = NonNullable<Kind['names']>;

// By rule: what is wrong with a name; nothing if it is right.
const nameRules: Readonly<Record<NameRule, (name: string, object: JsonObject) => string[]>> = {
  label: labelComplaints,
  segment: segmentComplaints,
  // The names of its jobs have eleven characters more, and are names of pods as well.
  cronJob: (name) => [
    ...complaints(subdomainRule, name),
    ...(name.length > 52 ? ['must be no more than 52 characters'] : []),
  ],
  ipAddress: addressComplaints,
  groupVersion(name, object) {
    const segment = segmentComplaints(name);
    if (segment.length > 0) return segment;
    const wanted = `${textAt(object, 'spec', 'version')}.${textAt(object, 'spec', 'group')}`;
    return name === wanted ? [] : [`must be \`spec.version+"."+spec.group\`: ${JSON.stringify(wanted)}`];
  },
};

/** What is wrong with an object's name; nothing if it is right. */
export function nameComplaints(rule: Kind['names'], name: string, object: JsonObject): string[] {
  return rule === undefined ? complaints(subdomainRule, name) : nameRules[rule](name, object);
}

/** `part`: what the name becomes a part of. */
export function nameWarnings(part: string, name: string): string[] {
  const complaints = labelComplaints(name);
  if (complaints.length === 0) return [];
  return [
    `metadata.name: this is used in ${part}, which can result in surprising behavior; a DNS label is recommended: [${complaints.join(' ')}]`,
  ];
}

function labelComplaints(name: string): string[] {
  if (name.length <= labelRule.maxLength && /\./.test(name) && complaints(subdomainRule, name).length === 0)
    return ['must not contain dots'];
  return complaints(labelRule, name);
}

function segmentComplaints(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((char) => name.includes(char)).map((char) => `may not contain '${char}'`);
}

// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/validation/ip.go
function addressComplaints(name: string): string[] {
  if (isIP(name) === 0 || name.includes('%'))
    return isIPv4(name.replace(/[0-9]+/g, (digits) => digits.replace(/^0+(?=[0-9])/, '')))
      ? ['must not have leading 0s']
      : ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];
  if (isIPv4(name)) return [];
  const canonical = new URL(`http://[${name}]`).hostname.slice(1, -1);
  if (canonical.startsWith('::ffff:')) return ['must not be an IPv4-mapped IPv6 address'];
  return canonical === name ? [] : [`must be in canonical form (${JSON.stringify(canonical)})`];
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
