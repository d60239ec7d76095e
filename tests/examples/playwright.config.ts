import { defineConfig } from '@playwright/test'
import base from '../../playwright.config.ts'

const { globalSetup: _ofTheDemo, ...common } = base

/** The examples, each with the packed package: run `npm run package` first. */
export default defineConfig({ ...common, testDir: '.', outputDir: '../../test-results/examples' })
