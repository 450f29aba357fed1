// Accesses as JSON lines, so that several tests can add to one file.

import { InvalidRequestError, quotedText } from '@kube-rx/core';
import { type Access, isOfOne } from './access.ts';
import { AccessLog } from './access-log.ts';

/** The first line of a file. A file that was added to has several. */
const accessesHeader = '{"accesses":1}';

/**
 * Accesses as text: to be written to a file, or added to one. Whoever reads it takes each access once.
 *
 * @example formatAccesses([{ verb: 'get', group: '', resource: 'pods' }]); // '{"accesses":1}\n{"verb":"get",…}\n'
 */
export function formatAccesses(accesses: Iterable<Access>): string {
  const log = new AccessLog({ maxAccesses: Number.POSITIVE_INFINITY });
  for (const access of accesses) log.add(access);
  return `${[accessesHeader, ...log.accesses.map(line)].join('\n')}\n`;
}

// In one order of members, whatever that of the object is.
function line(access: Access): string {
  return JSON.stringify(Object.fromEntries(members.map((member) => [member, access[member]])));
}

const members = [
  'verb',
  'group',
  'resource',
  'subresource',
  'namespace',
  'name',
  'user',
  'userAgent',
] as const;
const needed: ReadonlySet<string> = new Set(['verb', 'group', 'resource']);

/**
 * What `formatAccesses` has written, several times over perhaps. `file` is how errors call it.
 *
 * @throws InvalidRequestError with file and line of the first one that is no access.
 * @example parseAccesses('{"verb":"get","group":"","resource":"pods"}\n', 'accesses.jsonl');
 */
export function parseAccesses(text: string, file: string): readonly Access[] {
  const log = new AccessLog({ maxAccesses: 100_000 });
  for (const [at, one] of text.split('\n').entries()) {
    if (one.trim() === '' || one.trim() === accessesHeader) continue;
    log.add(
      accessOf(one) ??
        refuse(
          `${file}:${at + 1}: ${quotedText(one)} is no access, as {"verb":"get","group":"","resource":"pods"}`,
        ),
    );
  }
  if (log.dropped > 0) refuse(`${file}: has more than 100000 accesses, or some that are too long`);
  return log.accesses;
}

function accessOf(text: string): Access | undefined {
  const value = jsonOf(text);
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = members.map((member) => [member, Reflect.get(value, member) as unknown] as const);
  const given = entries.filter(([, one]) => one !== undefined);
  if (!given.every(([member, one]) => typeof one === 'string' && (one !== '' || member === 'group')))
    return undefined;
  const has = new Set<string>(given.map(([member]) => member));
  if (![...needed].every((member) => has.has(member))) return undefined;
  const access = Object.fromEntries(given) as unknown as Access;
  return isOfOne(access) ? access : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function refuse(why: string): never {
  throw new InvalidRequestError(why);
}
