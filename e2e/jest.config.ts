import type { Config } from 'jest';

// A project of its own, apart from the root's: it needs kube-apiserver and etcd, and takes a minute.
const config: Config = {
  displayName: 'e2e',
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['kube-rx:src', 'node', 'node-addons'] },
  testMatch: ['<rootDir>/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': `${import.meta.dirname}/../scripts/jest-strip-types.mjs` },
  globalSetup: '<rootDir>/build-binaries.ts', // outside of any test's timeout
  testTimeout: 120_000,
  maxWorkers: 1,
  // Node's clean-up at the end of the process has been seen to spin for ever after a run with failures, at full load: a
  // run that is over must end, so that what failed is told.
  forceExit: true,
  reporters: ['default', `${import.meta.dirname}/../scripts/jest-results.mjs`],
};

export default config;
