import { defineConfig } from '@playwright/test'
import base from '../../playwright.config.ts'
import { firefoxHere } from '../../scripts/engine-places.mjs'
import type { EngineOptions } from './support/fixtures.ts'

const firefox = firefoxHere()

/** The guarantees in three engines, as the system has them: `npm run test:browsers`. */
export default defineConfig<EngineOptions>(base, {
  testDir: '.',
  globalSetup: './support/build-site.ts',
  outputDir: '../../test-results',
  grep: /@every-engine/,
  workers: 1,
  timeout: 120_000,
  projects: [
    { name: 'chromium', use: { browserName: 'chromium' } },
    {
      name: 'firefox',
      use: {
        browserName: 'firefox',
        // Over WebDriver BiDi: Playwright's own protocol needs a build of its own.
        channel: 'moz-firefox',
        trace: 'off',
        launchOptions: firefox === undefined ? {} : { executablePath: firefox },
      },
    },
    // Playwright drives only its own build of WebKit; the system's is driven by WebDriver.
    { name: 'webkit', use: { browserName: 'chromium', engine: 'webkit' } },
  ],
})
