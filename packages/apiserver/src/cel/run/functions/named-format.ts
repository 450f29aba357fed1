// https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-format-library

import {
  labelComplaints,
  labelValueComplaints,
  qualifiedNameComplaints,
  subdomainComplaints,
  wordComplaints,
} from '../../../validation/names.ts';
import { libraryType } from '../../check/signatures.ts';
import { parseTimestamp } from '../../times.ts';
import type { CelType } from '../../type.ts';
import { ArrayList, CelError, none, Opaque, Optional, type Value } from '../../value.ts';
import { arg, type Implementations, textArg } from './implementation.ts';
import { requestUriFault } from './url.ts';

const type = libraryType('kubernetes.NamedFormat');

type Complaints = (text: string) => readonly string[];

/** A format; its size is what its pattern counts for in costs. */
export class FormatValue extends Opaque {
  readonly type: CelType = type;
  readonly name: string;
  readonly complaints: Complaints;
  readonly patternSize: number;

  constructor(name: string, complaints: Complaints, patternSize: number) {
    super();
    this.name = name;
    this.complaints = complaints;
    this.patternSize = patternSize;
  }

  equals(other: Value): boolean {
    return other instanceof FormatValue && other.name === this.name;
  }
}

// A prefix may end in a dash, behind which something will come.
function asPrefix(complaints: Complaints): Complaints {
  return (text) => complaints(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -1)}a` : text);
}

function matching(pattern: RegExp, complaint: string): Complaints {
  return (text) => (pattern.test(text) ? [] : [complaint]);
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && parseTimestamp(`${text}T00:00:00Z`) !== undefined;
}

const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const formats: ReadonlyMap<string, FormatValue> = new Map(
  Object.entries({
    dns1123Label: new FormatValue('DNS1123Label', labelComplaints, 30),
    dns1123Subdomain: new FormatValue('DNS1123Subdomain', subdomainComplaints, 60),
    dns1035Label: new FormatValue('DNS1035Label', wordComplaints, 30),
    qualifiedName: new FormatValue('QualifiedName', qualifiedNameComplaints, 60),
    dns1123LabelPrefix: new FormatValue('DNS1123LabelPrefix', asPrefix(labelComplaints), 30),
    dns1123SubdomainPrefix: new FormatValue('DNS1123SubdomainPrefix', asPrefix(subdomainComplaints), 60),
    dns1035LabelPrefix: new FormatValue('DNS1035LabelPrefix', asPrefix(wordComplaints), 30),
    labelValue: new FormatValue('LabelValue', labelValueComplaints, 40),
    uri: new FormatValue('URI', (text) => [requestUriFault(text) ?? []].flat(), 1103),
    uuid: new FormatValue('uuid', matching(uuid, 'does not match the UUID format'), 70),
    byte: new FormatValue('byte', matching(base64, 'invalid base64'), 84),
    date: new FormatValue('date', (text) => (isDate(text) ? [] : ['invalid date']), 71),
    datetime: new FormatValue(
      'datetime',
      (text) => (parseTimestamp(text.replace('t', 'T').replace('z', 'Z')) ? [] : ['invalid datetime']),
      71,
    ),
  }),
);

function validate(format: Value, text: string): Value {
  if (!(format instanceof FormatValue)) return new CelError('no such overload');
  const complaints = format.complaints(text);
  return complaints.length === 0 ? none : new Optional(new ArrayList(complaints));
}

export const formatFunctions: Implementations = {
  ...Object.fromEntries([...formats].map(([name, format]) => [`format.${name}`, () => format])),
  'format.named': (args) => {
    const format = formats.get(textArg(args, 0));
    return format ? new Optional(format) : none;
  },
  validate: (args) => validate(arg(args, 0), textArg(args, 1)),
};
