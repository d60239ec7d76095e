import { build, type Plugin, type Rolldown } from 'vite'
import { outputsOf, pageBuild, unwritten } from '../page-build.ts'
import { under } from '../places.ts'
import type { Entries } from './entries.ts'

/** React's bundlers for servers must know that what a module exports runs in a page. */
const inPage = new Set(['react', 'inspector'])

interface ModuleOptions {
  readonly external: readonly RegExp[]
  readonly plugins?: readonly Plugin[]
}

/**
 * Modules as they are published: one file for each entry, with names and comments, because an app's bundler minifies; so
 * they need no source maps: what a debugger shows is the code.
 */
export async function bundleModules(
  entries: Entries,
  { external, plugins = [] }: ModuleOptions,
): Promise<readonly Rolldown.OutputChunk[]> {
  const built = await build({
    ...pageBuild,
    plugins: [...plugins],
    build: {
      ...unwritten,
      minify: false,
      lib: {
        entry: Object.fromEntries(Object.entries(entries).map(([name, source]) => [name, under(source)])),
        formats: ['es'],
      },
      rolldownOptions: {
        external: [...external],
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'shared-[name].js',
          banner: ({ isEntry, name }) => (isEntry && inPage.has(name) ? `'use client'` : ''),
          // Written anew, so that what was taken out leaves no holes.
          minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
        },
      },
    },
  })
  return outputsOf(built).filter((output) => output.type === 'chunk')
}
