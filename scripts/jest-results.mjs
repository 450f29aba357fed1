// Jest reporter: where TEST_RESULTS names a folder, leaves there how many tests of a run passed and failed, and which
// failed, for .ci/run to add up and to name. The printing is left to Jest's own reporter.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export default class JestResults {
  onRunComplete(_contexts, results) {
    const folder = process.env.TEST_RESULTS;
    if (!folder) return;
    const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = results;
    mkdirSync(folder, { recursive: true });
    const counted = {
      passed: numPassedTests,
      // A file that does not even load has no tests to fail.
      failed: numFailedTests + numRuntimeErrorTestSuites,
      skipped: numPendingTests,
      failures: results.testResults.flatMap(failures),
    };
    writeFileSync(join(folder, `jest-${process.pid}.json`), `${JSON.stringify(counted)}\n`);
  }
}

/** A line for each test of a file that failed, and one for what went wrong outside of them. */
function failures({ testFilePath, testResults, testExecError }) {
  const file = relative(process.cwd(), testFilePath);
  const failed = testResults.filter(({ status }) => status === 'failed');
  const outside = testExecError ? [`${file}: outside of its tests`] : [];
  return [...failed.map(({ fullName }) => `${file}: ${fullName}`), ...outside];
}
