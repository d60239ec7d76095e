import { bundleAlone } from '../../../scripts/bundle-alone.ts'

/**
 * A page of the benchmark and its script, by path.
 *
 * @param entry what it does when it is told
 */
export async function bundlePage(entry = 'tests/bench/worker/page.ts'): Promise<ReadonlyMap<string, string>> {
  const page =
    '<!doctype html><title>bench</title><body>nothing yet</body><script type="module" src="/page.js"></script>'
  return new Map([
    ['/page.html', page],
    ['/page.js', await bundleAlone(entry)],
  ])
}
