// docs/architecture.md shows what is there: every room, and no file that is gone.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');
const map = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

describe('the map of the packages', () => {
  const [, rooms = ''] = /^## Rooms\n.*?^```text\n(.*?)^```/ms.exec(map) ?? [];
  const shown = pathsIn(rooms);

  test('shows files and folders that exist', () => {
    expect(shown.length).toBeGreaterThan(80);
    expect(shown.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('shows every folder of those packages that it opens', () => {
    const sources = new Set(shown.map((path) => path.split('/').slice(0, 3).join('/')));
    const folders = Array.from(sources).flatMap((source) =>
      readdirSync(join(root, source), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${source}/${entry.name}/`),
    );
    expect(folders.filter((folder) => !shown.includes(folder))).toEqual([]);
  });

  test('names every package', () => {
    const [, arrows = ''] = /^## Packages\n.*?^```text\n(.*?)^```/ms.exec(map) ?? [];
    const named = Array.from(arrows.matchAll(/^(\S+) +->/gm), ([, name]) => name);
    expect(named.sort()).toEqual(readdirSync(join(root, 'packages')).sort());
  });
});

// Of another name, `changeset version` refuses to make a release.
test('the notes of changes name packages', () => {
  const packages = readdirSync(join(root, 'packages')).map((folder) => {
    const manifest = readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8');
    return (JSON.parse(manifest) as { readonly name: string }).name;
  });
  const notes = readdirSync(join(root, '.changeset')).filter((file) => file.endsWith('.md'));
  const named = notes.flatMap((file) => {
    const [, names = ''] =
      /^---\n(.*?)^---/ms.exec(readFileSync(join(root, '.changeset', file), 'utf8')) ?? [];
    return Array.from(names.matchAll(/^'(.+)':/gm), ([, name]) => name);
  });
  expect(named.filter((name) => name === undefined || !packages.includes(name))).toEqual([]);
});

describe('the first page of the documentation', () => {
  const index = readFileSync(join(root, 'docs/index.md'), 'utf8');

  // The site's side bar is read from it.
  test('has the guides in the order of the README', () => {
    const guidesIn = (text: string): string[] =>
      Array.from(text.matchAll(/\([./docs]*\/guide\/([^)#]+)\)/g), ([, page = '']) => page);
    const [, readOn = ''] = /^## Read on\n(.*)/ms.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
    expect(guidesIn(index)).toEqual(guidesIn(readOn));
    expect(guidesIn(index)[0]).toBe('getting-started.md');
  });

  test('leads to every guide and every decision', () => {
    const pages = ['guide', 'decisions'].flatMap((folder) =>
      readdirSync(join(root, 'docs', folder)).map((file) => `./${folder}/${file}`),
    );
    expect(pages.filter((page) => !index.includes(`(${page})`))).toEqual([]);
  });
});

/** `packages/x/src`, below it `room/ other/ file.ts, other.ts`, further lines of these rooms being indented more. */
function pathsIn(text: string): string[] {
  const paths: string[] = [];
  let [source, rooms] = ['', ['']];
  for (const line of text.split('\n')) {
    const [, newSource] = /^(packages\/\S+)/.exec(line) ?? [];
    if (newSource !== undefined) [source, rooms] = [newSource, ['']];
    const [, newRooms] = /^ {2}((?:[a-z0-9-]+\/ ?)+)/.exec(line) ?? [];
    if (newRooms !== undefined) rooms = newRooms.trim().split(' ');
    if (newRooms !== undefined) paths.push(...rooms.map((room) => `${source}/${room}`));
    for (const [file] of line.matchAll(/[a-z0-9-]+\.ts\b/g)) {
      const places = rooms.map((room) => join(source, room, file));
      paths.push(places.find((path) => existsSync(join(root, path))) ?? join(source, rooms.join('|'), file));
    }
  }
  return paths;
}
