/**
 * Part of `npm run docs`: the reference of `kube-rx/k8s`, a table of its kinds. Their fields are the Kubernetes API's
 * own, which editors show; a page of them all would be two megabytes.
 */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiVersionOf, type Resource } from '@kube-rx/core';
import * as kinds from '@kube-rx/k8s';
import { catalog } from '@kube-rx/k8s/catalog';

const api = join(import.meta.dirname, '../docs/api');
const mostStable = new Set<unknown>(Object.values(kinds));

const rows = catalog
  .map(({ resource }) => resource)
  .sort((a, b) => a.kind.localeCompare(b.kind) || a.group.localeCompare(b.group))
  .map((resource) => `| ${cellsOf(resource).join(' | ')} |`);

function cellsOf(resource: Resource): string[] {
  const { group, version, kind, plural, scope, subresources } = resource;
  const entry = mostStable.has(resource) ? 'kube-rx/k8s' : `kube-rx/k8s/${group || 'core'}/${version}`;
  const below = (subresources ?? []).map((name) => `\`${name}\``).join(', ');
  return [kind, apiVersionOf(resource), plural, scope, below, `\`${entry}\``];
}

mkdirSync(join(api, 'kube-rx'), { recursive: true });
writeFileSync(
  join(api, 'kube-rx/k8s.md'),
  `[API reference](../index.md) / kube-rx/k8s

# kube-rx/k8s

A TypeScript type and a token under one name for each kind below, and the types inside of them (\`PodSpec\`, \`Container\`). See [kinds](../../guide/kinds.md).

\`\`\`ts
import { Deployment, type PodSpec } from 'kube-rx/k8s';
import { HorizontalPodAutoscaler } from 'kube-rx/k8s/autoscaling/v1';
\`\`\`

| kind | apiVersion | resource | scope | subresources | import from |
|---|---|---|---|---|---|
${rows.join('\n')}
`,
);
appendFileSync(
  join(api, 'index.md'),
  `
Programs import from [\`kube-rx\`](kube-rx.md) and [\`kube-rx/k8s\`](kube-rx/k8s.md). \`kube-rx/library\` has every name of \`@kube-rx/core\`, \`core/encoding\`, \`client\`, \`runtime\` and \`controller\`; what \`kube-rx/crd\` has is in [\`@kube-rx/crd\`](@kube-rx/crd.md).
`,
);
