/**
 * `npm run conformance:custom`: definitions by chance, faulty ones too, and objects of their kinds, to the embedded API
 * server and to a real one. Tells what they answer differently, the worst first, and exits with 1 where there is any.
 *
 *   npm run conformance:custom -- [--rounds 30] [--seed N]
 *
 * A round is one definition. Round R of seed N is round 0 of seed N + R.
 */
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { playRound } from '../../packages/apiserver/test/conformance/chance/custom/round.ts';
import { asAdmin, embeddedServer } from '../../packages/apiserver/test/conformance/play.ts';
import { ControlPlane } from '../control-plane.ts';
import { playByChance } from './by-chance.ts';
import { realService } from './real-service.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
  },
});

await using controlPlane = await ControlPlane.start();
await using server = embeddedServer();
const services = { real: realService(controlPlane), embedded: asAdmin(server) };
await playByChance(services, {
  name: 'custom',
  seed: Number(values.seed),
  rounds: Number(values.rounds),
  counts: () => true,
  play: (pair, round) => playRound(pair, { ...round, pause: setTimeout }),
});
