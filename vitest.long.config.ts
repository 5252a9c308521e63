import { defineConfig } from 'vitest/config'

/** The long runs: histories, kills, scale. Each may take minutes, so they run one after the other. */
export default defineConfig({
  test: {
    include: ['**/*.long.test.ts'],
    exclude: ['**/node_modules/**', '**/data/**'],
    globalSetup: 'test/postgres.ts',
    fileParallelism: false,
    testTimeout: 30 * 60_000,
    hookTimeout: 5 * 60_000,
    passWithNoTests: true,
  },
})
