// Jest reporter: where TEST_RESULTS names a folder, leaves there how many tests of a run passed and failed, for
// .ci/run to add up. The printing is left to Jest's own reporter.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export default class JestResults {
  onRunComplete(_contexts, results) {
    const folder = process.env.TEST_RESULTS;
    if (!folder) return;
    const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = results;
    mkdirSync(folder, { recursive: true });
    const counts = {
      passed: numPassedTests,
      // A file that does not even load has no tests to fail.
      failed: numFailedTests + numRuntimeErrorTestSuites,
      skipped: numPendingTests,
    };
    writeFileSync(join(folder, `jest-${process.pid}.json`), `${JSON.stringify(counts)}\n`);
  }
}
