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
  reporters: ['default', `${import.meta.dirname}/../scripts/jest-results.mjs`],
};

export default config;
