import type { build, InlineConfig } from 'vite'
import { under } from './places.ts'

/** Nothing of the demo's own configuration, and nothing that a site has beside its scripts. */
export const plainBuild = {
  configFile: false,
  root: under('.'),
  logLevel: 'warn',
  publicDir: false,
} as const satisfies InlineConfig

/** What every build of the page's modules has in common: they are for production, and nothing is written. */
export const pageBuild = {
  ...plainBuild,
  oxc: { jsx: { runtime: 'automatic', development: false } },
  define: { 'process.env.NODE_ENV': '"production"' },
} as const satisfies InlineConfig

/** The `build` of each: what comes of it is handed over, for the engines that pages are made for. */
export const unwritten = { write: false, target: 'es2022', reportCompressedSize: false } as const

/** All that a build came to; it can't be one that watches, since none of ours does. */
export const outputsOf = (built: Awaited<ReturnType<typeof build>>) =>
  (Array.isArray(built) ? built : [built]).flatMap((result) => ('output' in result ? result.output : []))
