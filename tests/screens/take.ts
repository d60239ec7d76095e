import { mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { readEnvironment } from '../../app/server/environment.ts'
import { startServer } from '../../app/server/start.ts'
import { browserHere } from '../../scripts/browser-places.mjs'
import { under } from '../../scripts/places.ts'
import { calm, states } from './states.ts'

/** A desk in the light, a phone in the dark: between them every rule of the stylesheets. */
const looks = [
  { width: 1440, height: 800, colorScheme: 'light' },
  { width: 360, height: 740, colorScheme: 'dark' },
] as const

/** Takes the pictures of `docs/screens` anew, of the built demo. `npm run screens`, or `npm run screens -- login error`. */
async function main(): Promise<void> {
  const wanted = process.argv.slice(2)
  const folder = under('docs/screens')
  await mkdir(folder, { recursive: true })
  const failed: string[] = []
  const executablePath = await browserHere()
  const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath })
  for (const { width, height, colorScheme } of looks) {
    // The same data for each look: what one did, the next would see.
    const environment = readEnvironment({})
    const server = await startServer({ port: 0, dataDir: 'memory', staticDir: under('dist/demo'), environment })
    for (const [name, reach] of Object.entries(states)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue
      const viewport = { width, height }
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce', locale: 'en-ZA' })
      const page = await context.newPage()
      try {
        await reach({ page, server })
        await page.screenshot({ path: join(folder, `${name}-${width}.png`), animations: 'disabled' })
        console.log(`${name}, ${width} px, ${colorScheme}`)
      } catch (error) {
        // The others don't depend on it; its picture stays the one from before.
        failed.push(name)
        console.error(`${name}, ${width} px: ${(error as Error).message}`)
      }
      await calm({ page, server })
      await context.close()
    }
    await server.close()
  }
  await browser.close()
  if (failed.length > 0)
    throw new Error(`Not taken: ${failed.join(', ')}. Again: npm run screens -- ${[...new Set(failed)].join(' ')}`)
  console.log(`${Math.round((await sizeOf(folder)) / 1_000)} kB in docs/screens`)
}

async function sizeOf(folder: string): Promise<number> {
  const sizes = (await readdir(folder)).map(async (file) => (await stat(join(folder, file))).size)
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

await main()
