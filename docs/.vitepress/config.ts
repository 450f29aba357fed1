// The documentation site: `npm run docs` makes docs/api from the doc comments, then builds this.
// A dead link fails the build.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type DefaultTheme, defineConfig } from 'vitepress';

const docs = new URL('..', import.meta.url);

/** A side bar entry for each page of a folder, under the page's own title, in the order of the first page. */
function pagesOf(folder: string): DefaultTheme.SidebarItem[] {
  const index = readFileSync(new URL('index.md', docs), 'utf8');
  const names = Array.from(index.matchAll(/\]\(\.\/([a-z]+)\/([^/)]+)\.md\)/g))
    .filter(([, there]) => there === folder)
    .map(([, , name]) => name);
  return names.map((name) => ({ text: titleOf(`${folder}/${name}.md`), link: `/${folder}/${name}` }));
}

function titleOf(path: string): string {
  return /^# (.+)$/m.exec(readFileSync(new URL(path, docs), 'utf8'))?.[1] ?? path;
}

/** The generated reference: what programs import, then a page for each package; absent until typedoc has run. */
function reference(): DefaultTheme.SidebarItem[] {
  const folder = new URL('api/@kube-rx/', docs);
  if (!existsSync(folder)) return [];
  const packages = readdirSync(folder).map((file) => `@kube-rx/${basename(file, '.md')}`);
  return ['kube-rx', 'kube-rx/k8s', ...packages].map((name) => ({ text: name, link: `/api/${name}` }));
}

export default defineConfig({
  title: 'kube-rx',
  description: 'A Kubernetes client, a watcher that heals itself and a reflector cache for TypeScript',
  ignoreDeadLinks: false,
  cleanUrls: true,
  lastUpdated: false,
  // The reference of a package is one page, and the search index one file.
  vite: { build: { chunkSizeWarningLimit: 2000 } },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Guide', link: '/guide/getting-started' },
      { text: 'Architecture', link: '/architecture' },
      { text: 'API', link: '/api/' },
    ],
    sidebar: [
      { text: 'Guide', items: pagesOf('guide') },
      {
        text: 'How it is made',
        items: [
          { text: 'Architecture', link: '/architecture' },
          { text: 'The life of one event', link: '/life-of-an-event' },
          { text: 'Glossary', link: '/glossary' },
          { text: 'Decisions', collapsed: true, items: pagesOf('decisions') },
        ],
      },
      { text: 'API reference', collapsed: false, items: reference() },
    ],
  },
});
