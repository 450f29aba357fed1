// Names of properties as expressions write them: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#available-functions

const reserved: ReadonlySet<string> = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

const escapes: ReadonlyMap<string, string> = new Map([
  ['__', '__underscores__'],
  ['.', '__dot__'],
  ['-', '__dash__'],
  ['/', '__slash__'],
]);

const unescapes: ReadonlyMap<string, string> = new Map(
  [...escapes].map(([plain, escaped]) => [escaped, plain]),
);

/** Undefined: expressions cannot name it. */
export function escapedName(name: string): string | undefined {
  if (!/^[A-Za-z_./-][A-Za-z0-9_./-]*$/.test(name)) return undefined;
  if (reserved.has(name)) return `__${name}__`;
  return name.replaceAll(/__|[-./]/g, (part) => escapes.get(part) ?? part);
}

/** Undefined: no property has this name. */
export function unescapedName(name: string): string | undefined {
  const parts = [...name.matchAll(/__([^_]+)__/g)];
  const isKnown = parts.every(
    ([part, inner = '']) => unescapes.has(part) || (reserved.has(inner) && part === name),
  );
  if (!isKnown) return undefined;
  return name.replaceAll(/__([^_]+)__/g, (part, inner: string) => unescapes.get(part) ?? inner);
}
