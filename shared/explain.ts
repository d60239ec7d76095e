import type { Decision } from './report.ts'

interface Console {
  groupCollapsed(...line: unknown[]): void
  log(value: unknown): void
  groupEnd(): void
}

/** One grouped, coloured line in the console. */
export function explain(decision: Omit<Decision, 'own'>, console: Console): void {
  const { method, url, cacheStatus, duration } = decision
  const colour = cacheStatus.includes('; hit') ? 'green' : 'darkorange'
  console.groupCollapsed(`%c${cacheStatus}%c ${method} ${url} ${Math.round(duration)} ms`, `color:${colour}`, '')
  console.log(decision)
  console.groupEnd()
}
