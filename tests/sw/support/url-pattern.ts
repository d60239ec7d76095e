import { URLPattern as Polyfill } from 'urlpattern-polyfill'

/** Node 20 has no `URLPattern`. The browsers that the worker runs in do, and the end-to-end tests use theirs. */
export function provideUrlPattern(): void {
  if (!('URLPattern' in globalThis)) Object.assign(globalThis, { URLPattern: Polyfill })
}
