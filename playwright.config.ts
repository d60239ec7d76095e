import { defineConfig } from '@playwright/test'
import { browserHere } from './scripts/browser-places.mjs'

const executablePath = await browserHere()

/** End-to-end tests: real Chromium, several tabs, the built demo. `node scripts/find-browser.mjs` gets a browser. */
export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/e2e/support/build-site.ts',
  testMatch: '**/*.{spec,test}.ts',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  retries: 0,
  workers: 2,
  reporter: [['list']],
  use: {
    trace: 'retain-on-failure',
    launchOptions: executablePath === undefined ? {} : { executablePath },
  },
  projects: [{ name: 'chromium', use: { browserName: 'chromium' } }],
})
