import { existsSync } from 'node:fs'
import { build, type Rolldown } from 'vite'
import { outputsOf, pageBuild, plainBuild, unwritten } from './page-build.ts'
import { under } from './places.ts'

/** The modules that pages import: the page client, the React kit, and the inspector. */
export const PAGE_ENTRIES = {
  client: 'app/client/public.ts',
  react: 'app/react/public.ts',
  inspector: 'app/react/inspector/public.ts',
} as const

/** The stylesheets that go with them. */
export const STYLE_ENTRIES = {
  react: 'app/react/styles/react.css',
  inspector: 'app/react/inspector/styles/inspector.css',
} as const

/**
 * What pages import, as an app's own bundler would make it once every export is used. What several entries use is a file
 * of its own, so the kit brings no second page client along; so is what is loaded only where an app asks for it.
 */
export async function bundleForPages(
  entries: Readonly<Record<string, string>>,
): Promise<readonly Rolldown.OutputChunk[]> {
  for (const entry of Object.values(entries)) if (!existsSync(under(entry))) throw new Error(`${entry} is missing.`)
  const built = await build({
    ...pageBuild,
    build: {
      ...unwritten,
      minify: true,
      // As a library: a site's own bundler adds what preloads chunks, once for all of the site.
      lib: {
        entry: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, under(entry)])),
        formats: ['es'],
      },
      rolldownOptions: {
        // React is the app's.
        external: /^react(-dom)?(\/|$)/,
        // No hints to tree-shakers: there is no bundler after the app's.
        output: { minify: true, comments: false, entryFileNames: '[name].js', chunkFileNames: 'shared-[name].js' },
      },
    },
  })
  return outputsOf(built).filter((output) => output.type === 'chunk')
}

/** A stylesheet, as one file. */
export async function bundleStyles(entry: string): Promise<string> {
  const built = await build({
    ...plainBuild,
    build: {
      ...unwritten,
      minify: true,
      // The first with `light-dark()`; without it every colour is written twice.
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      rolldownOptions: { input: under(entry) },
    },
  })
  const sheets = outputsOf(built).filter(({ fileName }) => fileName.endsWith('.css'))
  const [sheet] = sheets
  if (sheet?.type !== 'asset' || sheets.length > 1) throw new Error('The stylesheet must be one file.')
  return String(sheet.source)
}
