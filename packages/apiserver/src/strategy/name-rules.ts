// Which names objects of a kind may have.

import { type JsonObject, textAt } from '../json/json.ts';
import type { Kind } from '../kinds/kind.ts';
import { addressComplaints } from '../validation/addresses.ts';
import {
  configKeyComplaints,
  labelComplaints,
  segmentComplaints,
  subdomainComplaints,
} from '../validation/names.ts';

type NameRule = NonNullable<Kind['names']>;

// By rule: what is wrong with a name; nothing if it is right.
const nameRules: Readonly<Record<NameRule, (name: string, object: JsonObject) => string[]>> = {
  label: labelComplaints,
  segment: segmentComplaints,
  // The names of its jobs have eleven characters more, and are names of pods as well.
  cronJob: (name) => [
    ...subdomainComplaints(name),
    ...(name.length > 52 ? ['must be no more than 52 characters'] : []),
  ],
  configKey: configKeyComplaints,
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
  return rule === undefined ? subdomainComplaints(name) : nameRules[rule](name, object);
}

/** `part`: what the name becomes a part of. */
export function nameWarnings(part: string, name: string): string[] {
  const complaints = labelComplaints(name);
  if (complaints.length === 0) return [];
  return [
    `metadata.name: this is used in ${part}, which can result in surprising behavior; a DNS label is recommended: [${complaints.join(' ')}]`,
  ];
}
