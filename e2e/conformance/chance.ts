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
import type { Found } from '../../packages/apiserver/test/conformance/chance/finding.ts';
import { OddValues } from '../../packages/apiserver/test/conformance/chance/odd-values.ts';
import { Pair } from '../../packages/apiserver/test/conformance/chance/pair.ts';
import { reportOf } from '../../packages/apiserver/test/conformance/chance/report.ts';
import { isOfRequest, playRound } from '../../packages/apiserver/test/conformance/chance/round.ts';
import { Schemas } from '../../packages/apiserver/test/conformance/chance/schemas.ts';
import { asAdmin, embeddedServer } from '../../packages/apiserver/test/conformance/play.ts';
import { ControlPlane } from '../control-plane.ts';
import { realService } from './real-service.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    only: { type: 'string', default: '' },
  },
});
const [seed, rounds] = [Number(values.seed), Number(values.rounds)];
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
const found: (Found & { readonly seed: number })[] = [];
let requests = 0;
for (let round = seed; round < seed + rounds; round += 1) {
  const namespace = `chance-${round}`;
  const pair = new Pair(services, {
    namespace,
    counts: isOfRequest,
    found: (one) => found.push({ ...one, seed: round }),
  });
  await pair.quietly((session) =>
    session.post('/api/v1/namespaces', { metadata: { name: namespace } }, { quiet: true }),
  );
  await playRound(pair, material, round);
  requests += pair.requests;
}
process.stdout.write(`${reportOf(found)}\n${requests} requests in ${rounds} rounds of seed ${seed}\n`);
if (found.length > 0) process.exitCode = 1;
