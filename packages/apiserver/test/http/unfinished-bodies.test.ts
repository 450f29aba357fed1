import { describe, expect, test } from '@jest/globals';
import { UnfinishedBodies } from '../../src/http/unfinished-bodies.ts';

describe('unfinished bodies', () => {
  function begun(
    most: number,
    count: number,
  ): { bodies: ReturnType<UnfinishedBodies['begin']>[]; gone: number[] } {
    const gone: number[] = [];
    const all = new UnfinishedBodies(most);
    const bodies = Array.from({ length: count }, (_, at) => all.begin(() => gone.push(at)));
    return { bodies, gone };
  }

  test('stay where there is room', () => {
    const { bodies, gone } = begun(30, 3);
    for (const body of bodies) body.add(10);
    expect(gone).toEqual([]);
  });

  test('go in the order in which they began, and no more of them than must', () => {
    const { bodies, gone } = begun(30, 4);
    for (const body of bodies) body.add(10);
    expect(gone).toEqual([0]);
    bodies[3]?.add(15);
    expect(gone).toEqual([0, 1, 2]);
    bodies[3]?.add(6);
    expect(gone).toEqual([0, 1, 2, 3]);
  });

  test('leave their room behind', () => {
    const { bodies, gone } = begun(30, 4);
    for (const body of bodies) {
      body.add(20);
      body.end();
      body.end();
    }
    expect(gone).toEqual([]);
  });

  test('that are gone count no more', () => {
    const { bodies, gone } = begun(30, 2);
    bodies[0]?.add(40);
    bodies[0]?.add(40);
    bodies[1]?.add(30);
    expect(gone).toEqual([0]);
  });
});
