import { describe, expect, test } from '@jest/globals';
import { compile, Program } from '../../src/cel/program.ts';
import { schemaType } from '../../src/cel/schema-type.ts';
import { schemaValue } from '../../src/cel/schema-value.ts';
import { CelError, type Value } from '../../src/cel/value.ts';
import { declaring } from '../../src/schema/expressions/compiled-rules.ts';
import { Steps } from '../../src/schema/steps.ts';
import { randomExpression } from './random-expression.ts';

// https://en.wikipedia.org/wiki/Xorshift
function generator(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const schema = {
  type: 'object',
  properties: {
    text: { type: 'string' },
    set: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
    map: { type: 'object', additionalProperties: { type: 'array', items: { type: 'integer' } } },
    bytes: { type: 'string', format: 'byte' },
  },
};

function selfOf(random: () => number): Value {
  const count = Math.floor(random() * 300);
  const text = 'aé.b:c '.repeat(Math.floor(random() * 5_000));
  const json = {
    text,
    set: Array.from({ length: count }, (_, index) => `item ${index}`),
    map: { a: Array.from({ length: count }, (_, index) => index), b: [], '': [1] },
    bytes: Buffer.from(text).toString('base64'),
  };
  return schemaValue(json, schema);
}

const exceeded = new CelError('operation cancelled: actual cost limit exceeded');
const type = schemaType(schema, false);
const names = ['self', 'self.text', 'self.set', 'self.map', 'self.map.a', 'self.bytes'];

describe('expressions made at random', () => {
  test.each([1, 2, 3, 4])(
    'end within their steps, and fail in no other way than by errors of CEL: seed %i',
    (seed) => {
      const random = generator(seed * 7919);
      if (!type) throw new Error('there is a type');
      const declarations = declaring(type)(false);
      let evaluations = 0;
      for (let round = 0; round < 400; round++) {
        const text = randomExpression({ random, depth: 1 + Math.floor(random() * 6), variables: names });
        // They are a hundredth of what a request has: what counts too little would take far longer than the test may.
        const checked = compile(text, declarations, new Steps(1_000_000));
        if (typeof checked === 'string') continue;
        const program = Program.of(checked, new Steps(1_000_000));
        if (typeof program === 'string') continue;
        const steps = new Steps(1_000_000);
        const { value, cost } = program.evaluate(new Map([['self', selfOf(random)]]), steps);
        expect(value).toBeDefined();
        expect(cost).not.toBeNaN();
        if (cost > 1_000_000) expect(value).toEqual(exceeded);
        expect(() => steps.spend(1)).not.toThrow();
        evaluations++;
      }
      expect(evaluations).toBeGreaterThan(50);
    },
  );
});
