// An expression made at random: macros within macros, maps of maps, texts times texts. Most compile.

type Random = () => number;

export interface RandomExpression {
  readonly random: Random;
  /** How deep it may be. */
  readonly depth: number;
  readonly variables: readonly string[];
}

function pick<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
  return items[Math.floor(random() * items.length)] ?? items[0];
}

type Form = (inner: (more?: readonly string[]) => string, name: string) => string;

const leaves = ['1', '-3', '2u', '1.5', 'true', 'null', `'añb'`, `''`, `b'x'`, '[]', '{}', 'optional.none()'];

const forms: readonly [Form, ...Form[]] = [
  (inner) => `(${inner()} + ${inner()})`,
  (inner) => `(${inner()} == ${inner()})`,
  (inner) => `(${inner()} < ${inner()})`,
  (inner) => `(${inner()} in ${inner()})`,
  (inner) => `(dyn(${inner()}) == true ? ${inner()} : ${inner()})`,
  (inner) => `[${inner()}, ${inner()}]`,
  (inner) => `{${inner()}: ${inner()}}`,
  (inner) => `{'a': ${inner()}, 'b': ${inner()}}`,
  (inner) => `dyn(${inner()}).a`,
  (inner) => `dyn(${inner()})[${inner()}]`,
  (inner) => `dyn(${inner()})[?${inner()}]`,
  (inner) => `optional.of(${inner()})`,
  (inner, name) => `optional.of(${inner()}).optMap(${name}, ${inner([name])})`,
  (inner, name) => `dyn(${inner()}).map(${name}, ${inner([name])})`,
  (inner, name) => `dyn(${inner()}).map(${name}, [${name}, ${name}])`,
  (inner, name) => `dyn(${inner()}).map(${name}, {'a': ${name}, 'b': ${inner([name])}})`,
  (inner, name) => `dyn(${inner()}).filter(${name}, ${inner([name])} != ${inner([name])})`,
  (inner, name) => `dyn(${inner()}).all(${name}, ${inner([name])} == ${inner([name])})`,
  (inner, name) => `dyn(${inner()}).transformMap(${name}, v${name}, ${inner([name, `v${name}`])})`,
  (inner, name) => `dyn(${inner()}).sortBy(${name}, ${inner([name])})`,
  (inner) => `dyn(${inner()}).flatten(100)`,
  (inner) => `dyn(${inner()}).distinct()`,
  (inner) => `dyn(${inner()}).reverse()`,
  (inner) => `dyn(${inner()}).sort()`,
  (inner) => `dyn(${inner()}).indexOf(${inner()})`,
  (inner) => `dyn(${inner()}).slice(0, ${inner()})`,
  (inner) => `lists.range(${inner()})`,
  (inner) => `size(${inner()})`,
  (inner) => `string(${inner()})`,
  (inner) => `type(${inner()})`,
  (inner) => `'%s %s'.format([${inner()}, ${inner()}])`,
  (inner) => `dyn(${inner()}).format([${inner()}])`,
  (inner) => `dyn(${inner()}).replace(${inner()}, ${inner()})`,
  (inner) => `dyn(${inner()}).split(${inner()})`,
  (inner) => `dyn(${inner()}).join(${inner()})`,
  (inner) => `dyn(${inner()}).matches('(a|b)*c')`,
  (inner) => `dyn(${inner()}).substring(${inner()})`,
  (inner) => `optional.unwrap([optional.of(1), dyn(${inner()})])`,
  (inner) => `sets.intersects(dyn(${inner()}), dyn(${inner()}))`,
  (inner) => `strings.quote(${inner()})`,
  (inner) => `ip(${inner()}).family()`,
  (inner) => `url(${inner()}).getQuery()`,
];

export function randomExpression({ random, depth, variables }: RandomExpression): string {
  if (depth <= 0 || random() < 0.1) {
    const isName = variables.length > 0 && random() < 0.7;
    const [first = 'true', ...rest] = isName ? variables : leaves;
    return pick(random, [first, ...rest]);
  }
  const inner = (more: readonly string[] = []): string =>
    randomExpression({ random, depth: depth - 1, variables: [...variables, ...more] });
  return pick(random, forms)(inner, `x${depth}`);
}
