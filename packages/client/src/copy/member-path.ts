// Where a member of an archive may be written: below the place that was asked for, and nowhere else. An archive comes
// from a container, which may be hostile, so a path is refused and never repaired.

import { quotedPath } from './copy-error.ts';

/** Why a member cannot be written; for the message of an error. */
export interface Refused {
  readonly refused: string;
}

/** The parts of a path below the place that was asked for; none for the place itself. */
export type MemberPath = readonly string[];

/** The parts of `path` below `base`, the name that was asked for: of `app/logs/a.txt` below `app`, `logs` and `a.txt`. */
export function memberPath(path: string, base: string): MemberPath | Refused {
  const parts = partsOf(path);
  if ('refused' in parts) return parts;
  if (base === '.') return parts;
  if (parts[0] !== base) return { refused: `${quotedPath(path)} is not below ${quotedPath(base)}` };
  return parts.slice(1);
}

/**
 * Whether a symbolic link at `at` stays below the place: it is relative, and goes up at its beginning only, no further
 * than to the place. Everything above a member is a real directory, so each link leads inside; so do links of links.
 */
export function judgeLink(at: MemberPath, target: string): Refused | undefined {
  const parts = target.split('/').filter((part) => part !== '' && part !== '.');
  const down = parts.findIndex((part) => part !== '..');
  const ups = down === -1 ? parts.length : down;
  const isInside =
    target !== '' &&
    isPlain(target) &&
    !target.startsWith('/') &&
    ups < at.length &&
    !parts.slice(ups).includes('..');
  return isInside ? undefined : { refused: `the link to ${quotedPath(target)} leads out of what is copied` };
}

function partsOf(path: string): MemberPath | Refused {
  if (path.startsWith('/')) return { refused: `${quotedPath(path)} is absolute` };
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return { refused: `${quotedPath(path)} goes up` };
  if (!isPlain(path)) return { refused: `${quotedPath(path)} cannot be a name here` };
  return parts;
}

// On Windows these would name a drive, a stream of a file, or a folder.
function isPlain(path: string): boolean {
  return !path.includes('\0') && !(process.platform === 'win32' && /[\\:]/.test(path));
}
