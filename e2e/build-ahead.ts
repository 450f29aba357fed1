// Builds into the user's cache what the end to end suite runs, so that the suite has it at once:
//
//   nice -n 19 node e2e/build-ahead.ts
//
// For a machine that does something else before the suite. Nothing depends on it: what is not there then, the suite
// builds. So what cannot be built here is told and is no failure; the suite fails at it.

import buildBinaries from './build-binaries.ts';
import { clientProgram } from './clients/client-program.ts';
import { languages } from './clients/languages.ts';

await attempt(buildBinaries);
for (const language of Object.values(languages)) await attempt(() => clientProgram(language));

async function attempt(build: () => Promise<unknown>): Promise<void> {
  try {
    await build();
  } catch (error) {
    console.error(error);
  }
}
