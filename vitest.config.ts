import { defineConfig } from 'vitest/config'

// What decides lives in packages/ and needs neither a store nor a port; a long test says so in its name.
const quick = ['packages/{scim,engine}/**/*.test.ts', 'test/{*,law/**/*}.test.ts']
const long = '**/*.long.test.ts'
const never = ['**/node_modules/**', '**/data/**']

export default defineConfig({
  test: {
    // One more than the processors of a small machine: much of what is tested waits for another process.
    maxWorkers: 3,
    // Files of one worker share what they import, which saves a quarter of the processor time. What is kept in a module is for all.
    isolate: false,
    testTimeout: 40_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'quick', include: quick, exclude: [long, ...never] } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['**/*.test.ts'],
          exclude: [...quick, long, ...never],
          globalSetup: 'test/postgres.ts',
        },
      },
    ],
  },
})
