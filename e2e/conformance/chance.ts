/**
 * `npm run conformance:chance`: writes of every built-in kind with one to three fields changed by chance, to the embedded
 * API server and to a real one. Tells what they answer differently, the worst first, and exits with 1 where there is any.
 *
 *   npm run conformance:chance -- [--rounds 200] [--seed N] [--only REGEX]
 *
 * A round creates one object, changes it and removes it; `--only` matches the path of its collection. Round R of seed N
 * is round 0 of seed N + R.
 */
import { parseArgs } from 'node:util';
import { basesOf } from '../../packages/apiserver/test/conformance/chance/bases.ts';
import { OddValues } from '../../packages/apiserver/test/conformance/chance/odd-values.ts';
import { isOfRequest, playRound } from '../../packages/apiserver/test/conformance/chance/round.ts';
import { Schemas } from '../../packages/apiserver/test/conformance/chance/schemas.ts';
import { asAdmin, embeddedServer } from '../../packages/apiserver/test/conformance/play.ts';
import { ControlPlane } from '../control-plane.ts';
import { playByChance } from './by-chance.ts';
import { realService } from './real-service.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    only: { type: 'string', default: '' },
  },
});
const only = new RegExp(values.only);

await using controlPlane = await ControlPlane.start();
await using server = embeddedServer();
const services = { real: realService(controlPlane), embedded: asAdmin(server) };
const schemas = await Schemas.of(services.real);
const all = basesOf();
const material = {
  schemas,
  odd: new OddValues(
    schemas,
    all.map(({ object }) => object),
  ),
  bases: all.filter(({ path }) => only.test(path)),
};
await playByChance(services, {
  name: 'chance',
  seed: Number(values.seed),
  rounds: Number(values.rounds),
  counts: isOfRequest,
  play: (pair, round) => playRound(pair, material, round),
});
