import { summarize } from './summarize.ts'
import type { Tools } from './tools.ts'

/** The tools of a page without a worker: there is nothing to report, to stop or to replace. */
export const nothing: Tools = {
  stats: async () => summarize([], Date.now()),
  entries: async () => [],
  decisions: async () => [],
  pause: async () => undefined,
  update: async () => false,
  unregister: async () => undefined,
}
