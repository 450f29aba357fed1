// As much of PromQL as dashboards and alerts are written in here: which metrics a query reads, by which labels, and within
// which functions.

export interface QueriedMetric {
  readonly name: string;
  /** Of its own braces, and of the aggregations around it. */
  readonly labels: readonly string[];
  /** The functions around it, the innermost first. */
  readonly functions: readonly string[];
  /** Whether it is read over a time, as `[5m]`. */
  readonly isRange: boolean;
}

const aggregations = new Set(['sum', 'max', 'min', 'count', 'avg']);
const functions = new Set([...aggregations, 'rate', 'increase', 'histogram_quantile', 'absent', 'time']);
const words = new Set(['and', 'or', 'unless', 'bool', 'by']);
const token =
  /\s*(?:([a-zA-Z_:][\w:]*)|(\{[^}]*\})|(\[[^\]]*\])|("[^"]*")|(\d+(?:\.\d+)?(?:e[+-]?\d+)?[smhd]?)|(==|!=|>=|<=|[-+*/><(),]))/y;

interface Open {
  readonly name: string;
  readonly by: readonly string[];
}

/** @throws Error for what is no query of this kind. */
export function readQuery(query: string): QueriedMetric[] {
  const tokens = tokensOf(query);
  const found: QueriedMetric[] = [];
  const open: Open[] = [];
  let at = 0;
  const take = (): string => tokens[at++] ?? '';
  const list = (): string[] => {
    if (take() !== '(') throw new Error(`by needs a list: ${query}`);
    const names: string[] = [];
    for (let next = take(); next !== ')'; next = take()) {
      if (next === '') throw new Error(`a list has no end: ${query}`);
      if (next !== ',') names.push(next);
    }
    return names;
  };
  while (at < tokens.length) {
    const next = take();
    if (next === '(') open.push({ name: '', by: [] });
    else if (next === ')') {
      if (!open.pop()) throw new Error(`one ) too many: ${query}`);
    } else if (words.has(next) || !/^[a-zA-Z_:]/.test(next)) continue;
    else if (functions.has(next) && ['(', 'by'].includes(tokens[at] ?? '')) {
      if (tokens[at] === 'by' && !aggregations.has(next)) throw new Error(`${next} takes no by: ${query}`);
      const by = tokens[at] === 'by' ? (take(), list()) : [];
      if (take() !== '(') throw new Error(`${next} needs (: ${query}`);
      open.push({ name: next, by });
    } else {
      const braces = tokens[at]?.startsWith('{') ? take() : '{}';
      const isRange = tokens[at]?.startsWith('[') === true;
      if (isRange) take();
      const labels = [...matchers(braces), ...open.flatMap(({ by }) => by)];
      const around = open.map(({ name }) => name).filter((name) => name !== '');
      found.push({ name: next, labels, functions: around.reverse(), isRange });
    }
  }
  if (open.length > 0) throw new Error(`a ( has no end: ${query}`);
  return found;
}

function tokensOf(query: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < query.trimEnd().length) {
    const found = token.exec(query);
    if (!found) throw new Error(`no query: ${query}`);
    tokens.push(found[0].trim());
  }
  return tokens;
}

function matchers(braces: string): string[] {
  const inner = braces.slice(1, -1).trim();
  if (inner === '') return [];
  return inner.split(/,\s*(?=[a-zA-Z_])/).map((matcher) => {
    const [, label] = /^([a-zA-Z_]\w*)(?:=~|!~|!=|=)"[^"]*"$/.exec(matcher) ?? [];
    if (label === undefined) throw new Error(`no matcher: ${matcher}`);
    return label;
  });
}
