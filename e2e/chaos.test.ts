// What goes wrong on the way to a server that is well: the connections, the answers, the lists, the frames and the
// certificates. A cache with default settings has to become as the server is, in time, and to tell nothing untrue.
//
// All cases play at once, as most of the time they wait. CHAOS=text plays those alone that have it in their names.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '@kube-rx/client';
import { answerCases, slowAnswerCases } from './chaos/answer-cases.ts';
import { auditCases } from './chaos/audit-cases.ts';
import type { ChaosCase } from './chaos/case.ts';
import { connectionCases, http2Cases } from './chaos/connection-cases.ts';
import { frameCases, slowFrameCases } from './chaos/frame-cases.ts';
import { listCases, slowListCases } from './chaos/list-cases.ts';
import { playAll, played } from './chaos/playbill.ts';
import { medianOf, report } from './chaos/report.ts';
import { silenceCases } from './chaos/silence-cases.ts';
import { tlsCases } from './chaos/tls-cases.ts';
import { connect } from './connect.ts';
import { ControlPlane } from './control-plane.ts';

const wanted = process.env['CHAOS'] ?? '';
const isWanted = ({ name }: ChaosCase): boolean => name.includes(wanted);
const slow = [...silenceCases, ...auditCases, ...slowListCases, ...slowFrameCases, ...slowAnswerCases].filter(
  isWanted,
);
const quick = [
  ...connectionCases,
  ...http2Cases,
  ...frameCases,
  ...listCases,
  ...tlsCases,
  ...answerCases,
].filter(isWanted);

let controlPlane: ControlPlane;
let direct: Client;

beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  direct = await connect(controlPlane);
  // Those that take a minute begin first; those whose times count do not hinder each other.
  await Promise.all([
    playAll(slow, slow.length, { controlPlane, direct }),
    playAll(quick, 6, { controlPlane, direct }),
  ]);
}, 600_000);

afterAll(async () => {
  process.stdout.write(report([...played.values()]));
  await direct.close();
  await controlPlane.stop();
});

describe('a cache becomes right, and tells no lie', () => {
  test.each([...slow, ...quick])('$name', ({ name, requests = 12, isDeceived = false }) => {
    const outcome = played.get(name);
    expect(outcome?.failure).toBeUndefined();
    if (!isDeceived) expect(outcome?.lies).toEqual([]);
    expect(outcome?.requests).toBeLessThanOrEqual(requests);
  });
});

(wanted === '' ? test : test.skip)('where the server can be asked, most are right again at once', () => {
  const reachable = [...played.values()].filter(({ isUnreachable }) => !isUnreachable);
  expect(medianOf(reachable)).toBeLessThanOrEqual(300);
});
