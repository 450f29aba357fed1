// Which texts are names of some sort, and the words with which others are refused: an empty list is a name.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/validation/validation.go

interface Rule {
  readonly pattern: RegExp;
  readonly message: string;
  /** Default: of any length. */
  readonly maxLength?: number;
  /** What the bytes are called. Default: characters, in older rules. */
  readonly unit?: 'bytes';
  readonly examples?: readonly string[];
}

// The patterns are shown without their anchors.
const label: Rule = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  maxLength: 63,
  message:
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  examples: ['my-name', '123-abc'],
};

const subdomain: Rule = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  maxLength: 253,
  message:
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  examples: ['example.com'],
};

const underscoredSubdomain: Rule = {
  pattern: /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/,
  maxLength: 253,
  message:
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
  examples: ['example.com'],
};

const wildcard: Rule = {
  pattern: /^\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  maxLength: 253,
  message:
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
  examples: ['*.example.com'],
};

const word: Rule = {
  pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  maxLength: 63,
  message:
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  examples: ['my-name', 'abc-123'],
};

const labelValue: Rule = {
  pattern: /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/,
  maxLength: 63,
  unit: 'bytes',
  message:
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  examples: ['MyValue', 'my_value', '12345'],
};

const namePart: Rule = {
  pattern: /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/,
  maxLength: 63,
  unit: 'bytes',
  message:
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  examples: ['MyName', 'my.name', '123-abc'],
};

const configKey: Rule = {
  pattern: /^[-._a-zA-Z0-9]+$/,
  maxLength: 253,
  message: "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
  examples: ['key.name', 'KEY_NAME', 'key-name'],
};

const percent: Rule = {
  pattern: /^[0-9]+%$/,
  message: "a valid percent string must be a numeric string followed by an ending '%'",
  examples: ['1%', '93%'],
};

const headerName: Rule = {
  pattern: /^[-A-Za-z0-9]+$/,
  message: "a valid HTTP header must consist of alphanumeric characters or '-'",
  examples: ['X-Header-Name'],
};

/** How a text that a pattern refuses is told of. */
export function patternComplaint(message: string, pattern: string, examples: readonly string[] = []): string {
  const used = `regex used for validation is '${pattern}'`;
  if (examples.length === 0) return `${message} (${used})`;
  return `${message} (e.g. ${examples.map((one) => `'${one}', `).join(' or ')}${used})`;
}

function complaints(
  { pattern, message, maxLength = Infinity, unit, examples }: Rule,
  value: string,
): string[] {
  const found: string[] = [];
  if (Buffer.byteLength(value) > maxLength)
    found.push(`must be no more than ${maxLength} ${unit ?? 'characters'}`);
  if (!pattern.test(value)) found.push(patternComplaint(message, shown(pattern), examples));
  return found;
}

function shown(pattern: RegExp): string {
  return pattern.source.slice(1, -1);
}

/** A label of DNS, RFC 1123. */
export function labelComplaints(value: string): string[] {
  const dotted = value.length <= 63 && value.includes('.') && subdomainComplaints(value).length === 0;
  return dotted ? ['must not contain dots'] : complaints(label, value);
}

/** A subdomain of DNS, RFC 1123: what most objects are named by. */
export function subdomainComplaints(value: string): string[] {
  return complaints(subdomain, value);
}

export function underscoredSubdomainComplaints(value: string): string[] {
  return complaints(underscoredSubdomain, value);
}

/** As `*.example.com`. */
export function wildcardComplaints(value: string): string[] {
  return complaints(wildcard, value);
}

/** A label of DNS, RFC 1035: the names of kinds and their versions. */
export function wordComplaints(value: string): string[] {
  return complaints(word, value);
}

export function labelValueComplaints(value: string): string[] {
  return complaints(labelValue, value);
}

/** A key of a ConfigMap or a Secret. */
export function configKeyComplaints(value: string): string[] {
  return [...complaints(configKey, value), ...dotComplaints(value)];
}

export function percentComplaints(value: string): string[] {
  return complaints(percent, value);
}

export function headerNameComplaints(value: string): string[] {
  return complaints(headerName, value);
}

/** The name of an environment variable. */
export function variableNameComplaints(value: string): string[] {
  if (value === '') return ['environment variable name must be non-empty'];
  if (/^[ -<>-~]+$/.test(value)) return [];
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

function dotComplaints(value: string): string[] {
  if (value === '.' || value === '..') return [`must not be '${value}'`];
  return value.startsWith('..') ? ["must not start with '..'"] : [];
}

/** The name of a port. */
export function portNameComplaints(value: string): string[] {
  const found: string[] = [];
  if (value.length > 15) found.push('must be no more than 15 characters');
  if (!/^[-a-z0-9]+$/.test(value))
    found.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(value)) found.push('must contain at least one letter (a-z)');
  if (value.includes('--')) found.push('must not contain consecutive hyphens');
  if (value.startsWith('-') || value.endsWith('-')) found.push('must not begin or end with a hyphen');
  return found;
}

/** What can be one segment of a path. */
export function segmentComplaints(value: string): string[] {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%'].filter((char) => value.includes(char)).map((char) => `may not contain '${char}'`);
}

/** The key of a label or an annotation, or a finalizer. */
export function qualifiedNameComplaints(key: string): string[] {
  const [name = '', prefix, ...more] = key.split('/').reverse();
  if (more.length > 0) {
    const message = patternComplaint(namePart.message, shown(namePart.pattern), namePart.examples);
    return [
      `a valid label key ${message} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const empty = 'must be non-empty';
  const ofName = [...(name === '' ? [empty] : []), ...complaints(namePart, name)];
  const ofPrefix =
    prefix === '' ? [empty] : prefix === undefined ? [] : complaints({ ...subdomain, unit: 'bytes' }, prefix);
  return [...ofPrefix.map((text) => `prefix part ${text}`), ...ofName.map((text) => `name part ${text}`)];
}
