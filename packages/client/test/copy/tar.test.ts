// Archives against the real tar: it reads what is written here, and what it writes is read here.

import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { archivedAs, Extraction } from '../../src/copy/extraction.ts';
import { archiveOf } from '../../src/copy/local-archive.ts';
import { type TarMember, writeHeader } from '../../src/copy/tar-header.ts';
import { TarReader } from '../../src/copy/tar-reader.ts';
import { folder as newFolder } from '../support/folder.ts';
import { failureOf } from '../support/requests.ts';

const longName = `${'deep-folder-name/'.repeat(8)}${'n'.repeat(90)}-é.txt`;

function treeIn(folder: string): string {
  const root = join(folder, 'tree');
  mkdirSync(join(root, 'bin'), { recursive: true });
  mkdirSync(join(root, longName, '..'), { recursive: true });
  mkdirSync(join(root, 'empty'));
  writeFileSync(join(root, 'bin', 'run'), '#!/bin/sh\n', { mode: 0o755 });
  writeFileSync(join(root, 'nothing'), '');
  writeFileSync(join(root, 'block'), 'x'.repeat(512));
  writeFileSync(join(root, longName), 'far down');
  writeFileSync(join(root, 'large'), Buffer.alloc(100_000, 'abc'));
  symlinkSync('bin/run', join(root, 'start'));
  symlinkSync('../nothing', join(root, 'bin', 'up'));
  return root;
}

/** What there is, as text: for a comparison. */
function tell(root: string): string[] {
  const listed = execFileSync('find', ['.', '-printf', '%P %y %m\n'], { cwd: root, encoding: 'utf8' });
  return listed
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', type] = line.split(' ');
      if (type === 'l') return `${name} -> ${readlinkSync(join(root, name))}`;
      return type === 'f' ? `${line} ${readFileSync(join(root, name), 'utf8').length}` : line;
    })
    .sort();
}

async function extract(bytes: Uint8Array, place: string, size = 65_536): Promise<number> {
  const extraction = new Extraction(place, 'tree');
  try {
    for (let at = 0; at < bytes.length; at += size) await extraction.push(bytes.subarray(at, at + size));
    extraction.end();
    return extraction.files;
  } finally {
    await extraction.close();
  }
}

function member(path: string, more: Partial<TarMember> = {}, content = ''): Uint8Array {
  const { type = 'file', linkPath = '', mode = 0o644 } = more;
  const flag = { hardlink: '1', other: '3', file: '0', directory: '5', symlink: '2' }[type];
  const known = type === 'hardlink' || type === 'other' ? 'symlink' : type;
  const header = writeHeader({ type: known, path, linkPath, size: content.length, mode });
  if (known !== type) {
    // The last header is the member's own.
    const at = header.length - 512;
    const difference = flag.charCodeAt(0) - (header[at + 156] ?? 0);
    const sum = Number.parseInt(Buffer.from(header.subarray(at + 148, at + 154)).toString(), 8) + difference;
    header[at + 156] = flag.charCodeAt(0);
    header.set(Buffer.from(sum.toString(8).padStart(6, '0')), at + 148);
  }
  return Buffer.concat([header, Buffer.from(content), Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

const archive = (...members: Uint8Array[]): Uint8Array => Buffer.concat([...members, Buffer.alloc(1024)]);

describe('a local archive', () => {
  test('is read by the real tar: files, folders, links, long names and permissions', async () => {
    const folder = newFolder().path;
    const root = treeIn(folder);
    const chunks: Uint8Array[] = [];
    const progress = { files: 0 };
    for await (const chunk of archiveOf(root, 'copy', progress)) chunks.push(chunk);
    mkdirSync(join(folder, 'out'));
    const { status, stderr } = spawnSync('tar', ['-xmpf', '-', '-C', join(folder, 'out')], {
      input: Buffer.concat(chunks),
    });
    expect([status, stderr.toString()]).toEqual([0, '']);
    expect(tell(join(folder, 'out', 'copy'))).toEqual(tell(root));
    expect(progress.files).toBe(5);
  });

  test('fails for what is not there, and what is no file', async () => {
    const folder = newFolder().path;
    const pipe = createServer().listen(join(folder, 'pipe'));
    await once(pipe, 'listening');
    const read = async (place: string): Promise<void> => {
      const chunks = archiveOf(place, 'x', { files: 0 });
      while (!(await chunks.next()).done);
    };
    expect(await failureOf(read(join(folder, 'none')))).toMatchObject({
      name: 'CopyError',
      cause: { code: 'ENOENT' },
    });
    expect(String(await failureOf(read(folder)))).toContain('pipe" is no file, directory or link');
    await new Promise((resolve) => pipe.close(resolve));
  });
});

describe('an extraction', () => {
  test.each(['gnu', 'ustar', 'posix'])(
    'reads what the real tar writes as %s, cut anywhere',
    async (format) => {
      const folder = newFolder().path;
      const root = treeIn(folder);
      linkSync(join(root, 'block'), join(root, 'same'));
      const bytes = execFileSync('tar', [`--format=${format}`, '-cf', '-', '-C', folder, './tree'], {
        maxBuffer: 10_000_000,
      });
      for (const size of [1_000_000, 511, 61]) {
        expect(await extract(bytes, join(folder, `out-${size}`), size)).toBe(6);
        expect(tell(join(folder, `out-${size}`))).toEqual(tell(root));
      }
    },
  );

  test('writes a single file to the very place, in place of what was there', async () => {
    const folder = newFolder().path;
    writeFileSync(join(folder, 'kept'), 'kept');
    linkSync(join(folder, 'kept'), join(folder, 'a.txt'));
    await extract(archive(member('tree', {}, 'new')), join(folder, 'a.txt'));
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('new');
    expect(readFileSync(join(folder, 'kept'), 'utf8')).toBe('kept');
  });

  test('drops setuid, setgid and sticky', async () => {
    const folder = newFolder().path;
    await extract(archive(member('tree/x', { mode: 0o7755 }, 'x')), join(folder, 'out'));
    expect(lstatSync(join(folder, 'out', 'x')).mode & 0o7000).toBe(0);
  });

  test.each<[string, Uint8Array[], string]>([
    ['an absolute path', [member('/etc/passwd')], 'is absolute'],
    ['a path that goes up', [member('tree/../../x')], 'goes up'],
    ['a path that goes up and comes back', [member('tree/../tree/x')], 'goes up'],
    ['another name than was asked for', [member('other/x')], 'is not below "tree"'],
    ['a link that leads out', [member('tree/x', { type: 'symlink', linkPath: '../../x' })], 'leads out'],
    ['an absolute link', [member('tree/x', { type: 'symlink', linkPath: '/etc' })], 'leads out'],
    [
      'a link that goes down and up',
      [member('tree/x', { type: 'symlink', linkPath: 'a/../..' })],
      'leads out',
    ],
    ['the place itself as a link', [member('tree', { type: 'symlink', linkPath: 'x' })], 'leads out'],
    [
      'a write through a link',
      [member('tree/d', { type: 'symlink', linkPath: 'e' }), member('tree/d/x', {}, 'x')],
      'is no directory here',
    ],
    [
      'a write through a link to a folder',
      [
        member('tree/e/', { type: 'directory' }),
        member('tree/d', { type: 'symlink', linkPath: 'e' }),
        member('tree/d/x', {}, 'x'),
      ],
      'is no directory here',
    ],
    [
      'a hard link that leads out',
      [member('tree/x', { type: 'hardlink', linkPath: '/etc/passwd' })],
      'absolute',
    ],
    [
      'a hard link to a symbolic one',
      [
        member('tree/y', { type: 'symlink', linkPath: 'z' }),
        member('tree/x', { type: 'hardlink', linkPath: 'tree/y' }),
      ],
      'what is no file',
    ],
    ['a device', [member('tree/x', { type: 'other' })], 'is no file, directory or link'],
  ])('refuses %s, and leaves nothing outside', async (_, members, problem) => {
    const folder = newFolder().path;
    const error = await failureOf(extract(archive(...members), join(folder, 'place', 'out')));
    expect(error).toMatchObject({ name: 'CopyError', files: 0 });
    expect(String(error)).toContain(problem);
    const { stdout } = spawnSync('find', [folder, '-type', 'f'], { encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  test('replaces a link by the file of its name, and does not follow it', async () => {
    const folder = newFolder().path;
    writeFileSync(join(folder, 'outside'), 'untouched');
    mkdirSync(join(folder, 'out'));
    symlinkSync('../outside', join(folder, 'out', 'x'));
    await extract(archive(member('tree/x', {}, 'new')), join(folder, 'out'));
    expect(readFileSync(join(folder, 'outside'), 'utf8')).toBe('untouched');
    expect(lstatSync(join(folder, 'out', 'x')).isFile()).toBe(true);
  });

  test('removes the file in which the archive was cut, and keeps those before', async () => {
    const folder = newFolder().path;
    const cut = Buffer.concat([
      member('tree/a', {}, 'a'),
      member('tree/b', {}, 'b'.repeat(600)).subarray(0, 900),
    ]);
    const error = await failureOf(extract(cut, join(folder, 'out')));
    expect(error).toMatchObject({ name: 'DecodeError', message: 'the archive ends in the middle' });
    expect(readdirSync(join(folder, 'out'))).toEqual(['a']);
  });

  test.each<[string, Uint8Array, string]>([
    ['nothing', Buffer.alloc(0), 'ends in the middle'],
    ['an archive of nothing', Buffer.alloc(1024), 'is empty'],
    ['text', Buffer.from('sh: tar: not found\n'.repeat(100)), 'is no tar archive'],
    [
      'an extended header without an end',
      member('././@LongLink', {}, 'x'.repeat(200_000)).map((byte, at) => (at === 156 ? 0x4c : byte)),
      'was damaged',
    ],
  ])('refuses %s', async (_, bytes, problem) => {
    const error = await failureOf(extract(bytes, join(newFolder().path, 'out')));
    expect(String(error)).toContain(problem);
  });

  test('refuses a sparse file, of each format', async () => {
    const folder = newFolder().path;
    mkdirSync(join(folder, 'tree'));
    writeFileSync(join(folder, 'tree', 'holes'), '');
    truncateSync(join(folder, 'tree', 'holes'), 10_000_000);
    for (const format of ['gnu', 'posix']) {
      const bytes = execFileSync('tar', ['-S', `--format=${format}`, '-cf', '-', '-C', folder, 'tree']);
      expect(String(await failureOf(extract(bytes, join(folder, format))))).toContain('sparse');
    }
  });
});

test('a reader survives any bytes: it gives events or one error, and no member beyond its headers', () => {
  const blocks = fc.array(
    fc.oneof(
      fc.uint8Array({ minLength: 512, maxLength: 512 }),
      fc.constantFrom(...['a', 'b/c', 'x'.repeat(300)].map((path) => member(path, {}, 'content'))),
    ),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(blocks, fc.integer({ min: 1, max: 2000 }), (parts, size) => {
      const bytes = Buffer.concat(parts);
      const read = (step: number): string[] => {
        const reader = new TarReader();
        const told: string[] = [];
        try {
          for (let at = 0; at < bytes.length; at += step)
            for (const event of reader.push(bytes.subarray(at, at + step)))
              if (event.type === 'member') told.push(event.member.path);
          reader.end();
        } catch (error) {
          told.push(String(error));
        }
        return told;
      };
      expect(read(size)).toEqual(read(bytes.length + 1));
    }),
  );
});

test.each([
  ['/var/log/app', { folder: '/var/log', base: 'app' }],
  ['/var/log/app/', { folder: '/var/log', base: 'app' }],
  ['app', { folder: '.', base: 'app' }],
  ['/', { folder: '/', base: '.' }],
  ['.', { folder: '.', base: '.' }],
  ['../..', { folder: '../..', base: '.' }],
  ['/app', { folder: '/', base: 'app' }],
  ['-C', { folder: '.', base: '-C' }],
])('%s is archived from its folder, under its name', (path, expected) => {
  expect(archivedAs(path)).toEqual(expected);
});

test('what goes on long behind the end of an archive is no padding, and fails', () => {
  const reader = new TarReader();
  const behind = new Uint8Array(1024 * 1024);
  const push = (): number => [...reader.push(behind)].length;
  for (let chunks = 0; chunks < 16; chunks += 1) expect(push()).toBe(0);
  reader.end();
  expect(push).toThrow('the archive has ended, and what sends it goes on');
});
