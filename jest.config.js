/** One suite: rules beside their sources, services on real Postgres and NATS, journeys through the gateway. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/tools', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  moduleNameMapper: {
    '^@kontor/([^/]+)/(.+)$': '<rootDir>/libs/$1/src/$2.ts',
    '^(\\.{1,2}/.+)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/.kontor', '<rootDir>/(apps|libs)/[^/]+/dist/'],
  globalSetup: '<rootDir>/libs/testing/src/global-setup.ts',
  globalTeardown: '<rootDir>/libs/testing/src/global-teardown.ts',
  maxWorkers: 2,
  // Modules of a suite are never given back (native ESM in a vm): a worker that has grown makes room by beginning anew.
  workerIdleMemoryLimit: '1200MB',
  testTimeout: 30_000,
};
