// What SECURITY.md promises of dependencies, as a check of manifests and lock files.

/** What npm reads of a package.json. */
export interface Manifest {
  readonly dependencies?: Names;
  readonly devDependencies?: Names;
  readonly optionalDependencies?: Names;
  readonly peerDependencies?: Names;
  /** Whether a package may run a program of its own when it is installed. */
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

type Names = Readonly<Record<string, string>>;

/** A package-lock.json of version 3. */
export interface Lock {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

interface LockEntry extends Pick<Manifest, 'optionalDependencies'> {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  /** A package of the workspace. */
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

const mend = 'remove its entry, and run npm install --package-lock-only';

/** What a lock file does not keep of the promises; `manifest` is the one beside it. */
export function lockProblems({ packages }: Lock, { allowScripts = {} }: Manifest): string[] {
  return Object.entries(packages).flatMap(([path, entry]) => [
    ...(path.includes('node_modules/') ? entryProblems(path, entry) : []),
    // Left out, a package for another platform would be chosen there, by its name alone.
    ...Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !isLocked(packages, path, name))
      .map((name) => `${path}: its optional ${name} is not in the lock: ${mend}`),
    ...(path !== '' && entry.hasInstallScript && !(nameOf(path) in allowScripts)
      ? [`${path} wants to run a script when it is installed, of which allowScripts says nothing`]
      : []),
  ]);
}

function entryProblems(path: string, { version = '', resolved, integrity, link }: LockEntry): string[] {
  if (link)
    return /^packages\/[\w-]+$/.test(resolved ?? '') ? [] : [`${path} links to what is no package of ours`];
  return [
    ...(isHash(integrity) ? [] : [`${path} has no SHA-512: ${mend}`]),
    ...(resolved === undefined ? [] : [`${path} names where it comes from, which .npmrc leaves out`]),
    ...(isExact(version) ? [] : [`${path} is no version, but ${version}`]),
  ];
}

/** Tools that are not pinned by the manifest itself, as a new lock would take others. */
export function rangeProblems({ devDependencies, optionalDependencies }: Manifest): string[] {
  return Object.entries({ ...devDependencies, ...optionalDependencies })
    .filter(([, range]) => !isExact(range.replace(/^npm:(?:@[\w.-]+\/)?[\w.-]+@/, '')))
    .map(([name, range]) => `${name} is no exact version, but ${range}`);
}

function isHash(integrity = ''): boolean {
  return /^sha512-[A-Za-z\d+/]{86}==$/.test(integrity);
}

function isExact(version: string): boolean {
  return /^\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/.test(version);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** As Node looks it up: beside what needs it, and then in every folder above. */
function isLocked(packages: Lock['packages'], from: string, name: string): boolean {
  if (`${from === '' ? '' : `${from}/`}node_modules/${name}` in packages) return true;
  return from !== '' && isLocked(packages, from.slice(0, Math.max(0, from.lastIndexOf('/'))), name);
}
