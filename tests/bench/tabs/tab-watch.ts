import type { Page } from 'playwright'

/** ms; `at` since 1970. */
export interface LongTask {
  readonly at: number
  readonly ms: number
}

declare global {
  var seenTasks: LongTask[]
}

/** In the page, before anything else: notes what keeps the main thread for over 50 ms (Long Tasks API). */
export function watchLongTasks(): void {
  globalThis.seenTasks = []
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      globalThis.seenTasks.push({ at: performance.timeOrigin + startTime, ms: duration })
  }).observe({ type: 'longtask', buffered: true })
}

export const longTasks = (page: Page): Promise<readonly LongTask[]> => page.evaluate(() => globalThis.seenTasks)

/** bytes in use, after a collection. */
export async function heapOf(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  await devtools.detach()
  return usedSize
}
