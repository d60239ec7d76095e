import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { browserHere } from './scripts/browser-places.mjs'

const executablePath = await browserHere()
const inBrowser = 'tests/**/*.browser.test.{ts,tsx}'
/**
 * What only a PostgreSQL server can show: several instances, several connections. `npm run test:postgres` has one, and
 * leaves out what is about the embedded database, or about none.
 */
const onServer = process.env['TEST_DATABASE_URL']
  ? ['tests/server/{starting,lock-directory,static-files,environment}.test.ts']
  : ['tests/**/*.postgres.test.ts']

/** An embedded PostgreSQL takes seconds to start, and on a busy machine many. A test that ends early pays nothing. */
const patience = { testTimeout: 30_000, hookTimeout: 120_000 }

export default defineConfig({
  test: {
    allowOnly: false,
    retry: 0,
    maxWorkers: 2,
    projects: [
      {
        plugins: [react()],
        test: {
          name: 'node',
          environment: 'node',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: [inBrowser, 'tests/e2e/**', ...onServer],
          ...patience,
        },
      },
      {
        plugins: [react()],
        // What is found late makes Vite reload the page in the middle of a test.
        optimizeDeps: {
          include: [
            'fast-check',
            'react',
            'react-dom',
            'react-dom/client',
            'react/jsx-dev-runtime',
            'react/jsx-runtime',
            'vitest-browser-react',
          ],
          exclude: ['workbox-core', 'workbox-routing', 'workbox-strategies'],
        },
        test: {
          name: 'browser',
          include: [inBrowser],
          ...patience,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: executablePath === undefined ? {} : { executablePath } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
