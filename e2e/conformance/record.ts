/**
 * Writes down what a real control plane answers to the conformance script, for the embedded server to be compared
 * with where Go is not at hand. Run with `npm run conformance:record`.
 */
import { writeFile } from 'node:fs/promises';
import { groups } from '../../packages/apiserver/test/conformance/script.ts';
import { Session } from '../../packages/apiserver/test/conformance/session.ts';
import { ControlPlane } from '../control-plane.ts';
import { realService } from './real-service.ts';

await using controlPlane = await ControlPlane.start();
const service = realService(controlPlane);
const recording: Record<string, unknown> = {};
const wanted = process.argv.slice(2);
for (const [name, run] of Object.entries(groups)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const namespace = `conformance-${name}`;
  const session = new Session(service, namespace);
  await session.post('/api/v1/namespaces', { metadata: { name: namespace } }, { quiet: true });
  await run(session);
  recording[name] = session.exchanges;
  process.stdout.write(`${name}: ${session.exchanges.length} exchanges\n`);
}
const target = new URL('../../packages/apiserver/test/conformance/recorded.json', import.meta.url);
await writeFile(target, `${JSON.stringify(recording, null, 1)}\n`);
