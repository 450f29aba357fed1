/**
 * `npm run conformance:access`: roles, bindings and questions made by chance, to the embedded API server and to a real
 * one. Exits with 1 at the first answer that differs, and says how to repeat it.
 *
 *   npm run conformance:access -- [--rounds 50] [--seed N]
 *   npm run conformance:access -- --record      writes down anew what a real server answers, for the unit tests
 */
import { parseArgs } from 'node:util';
import { ApiServer } from '@kube-rx/apiserver';
import { catalog } from '@kube-rx/k8s/catalog';
import { decisions } from '../../packages/apiserver/test/access/random-policy.ts';
import {
  recordedRounds,
  recordedSeed,
  writeDecisions,
} from '../../packages/apiserver/test/access/recorded-decisions.ts';
import { ControlPlane } from '../control-plane.ts';
import { realService } from './real-service.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string' }, seed: { type: 'string' }, record: { type: 'boolean' } },
});
const seed = values.record ? recordedSeed : Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const rounds = values.record ? recordedRounds : Number(values.rounds ?? 50);

await using controlPlane = await ControlPlane.start();
const real = await decisions(realService(controlPlane), { seed, rounds });
if (values.record) writeDecisions(real);
const server = new ApiServer({
  resources: catalog,
  rbac: true,
  tokens: { admin: { name: 'admin', groups: ['system:masters'] } },
});
const embedded = await decisions(
  (request, call) =>
    server.service({ ...request, headers: { authorization: 'Bearer admin', ...request.headers } }, call),
  { seed, rounds },
);
const differing = real.filter((answer, at) => answer !== embedded[at]);
const at = real.findIndex((answer, index) => answer !== embedded[index]);
const kinds = Object.entries(Object.groupBy(real, (answer) => answer.split(' ')[0] ?? ''));
const counts = kinds.map(([kind, answers = []]) => `${answers.length} ${kind}`).join(', ');
process.stdout.write(
  `${real.length} decisions (${counts}), ${differing.length} differ; --seed ${seed} --rounds ${rounds}\n`,
);
if (at !== -1) {
  process.stdout.write(`decision ${at}:\n  real:     ${real[at]}\n  embedded: ${embedded[at]}\n`);
  process.exitCode = 1;
}
