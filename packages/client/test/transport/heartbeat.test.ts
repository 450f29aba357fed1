import { fc, test as propertyTest } from '@fast-check/jest';
import { expect, test } from '@jest/globals';
import { Heartbeat } from '../../src/transport/http2/heartbeat.ts';

test('asks a peer that was quiet at two checks, and gives it up at the third', () => {
  const heartbeat = new Heartbeat(7);
  expect([7, 7, 7].map((received) => heartbeat.check(received))).toEqual(['rest', 'ping', 'dead']);
});

test('begins anew with every byte', () => {
  const heartbeat = new Heartbeat(0);
  const verdicts = [0, 0, 17, 17, 17, 18, 18, 18, 18].map((received) => heartbeat.check(received));
  expect(verdicts).toEqual(['rest', 'ping', 'rest', 'rest', 'ping', 'rest', 'rest', 'ping', 'dead']);
});

propertyTest.prop([fc.array(fc.nat({ max: 2 }))])('never gives up a peer that it has not asked', (steps) => {
  const heartbeat = new Heartbeat(0);
  let received = 0;
  let before = 'rest';
  for (const step of steps) {
    received += step;
    const verdict = heartbeat.check(received);
    if (verdict === 'dead') expect(['ping', 'dead']).toContain(before);
    if (step > 0) expect(verdict).toBe('rest');
    before = verdict;
  }
});
