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

/**
 * The CPU time that a tab's main thread has used so far, in ms. Ten tabs on few cores wait for each other: a long task may
 * be little work, and a machine that is busy with something else makes it longer, but not this.
 */
export async function watchCpu(page: Page): Promise<() => Promise<number>> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  return async () => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000
  }
}

/** bytes in use, after a collection. */
export async function heapOf(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  await devtools.detach()
  return usedSize
}
