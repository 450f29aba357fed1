// What goes wrong with the server, or with the process of the cache, while the way between them is well: restarts,
// restores, standstill. CHAOS=text plays those cases alone that have it in their names.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '@kube-rx/client';
import type { ChaosCase } from './chaos/case.ts';
import { playAll, played } from './chaos/playbill.ts';
import { report } from './chaos/report.ts';
import {
  frozenCases,
  quietRestoreCases,
  restartCases,
  restoreCases,
  sharedCases,
} from './chaos/server-cases.ts';
import { connect } from './connect.ts';
import { ControlPlane } from './control-plane.ts';

const wanted = process.env['CHAOS'] ?? '';
const isWanted = ({ name }: ChaosCase): boolean => name.includes(wanted);
const beside = [...frozenCases, ...sharedCases].filter(isWanted);
const alone = [...restartCases, ...quietRestoreCases, ...restoreCases].filter(isWanted);

let controlPlane: ControlPlane;
let direct: Client;

beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  direct = await connect(controlPlane);
  const place = { controlPlane, direct };
  await playAll(beside, beside.length, place);
  await playAll(alone, 1, place);
}, 600_000);

afterAll(async () => {
  process.stdout.write(report([...played.values()]));
  await direct.close();
  await controlPlane.stop();
});

describe('a cache becomes right, and tells no lie', () => {
  test.each([...beside, ...alone])('$name', ({ name, requests = 12 }) => {
    const outcome = played.get(name);
    expect(outcome?.failure).toBeUndefined();
    expect(outcome?.lies).toEqual([]);
    expect(outcome?.requests).toBeLessThanOrEqual(requests);
  });
});
