import { PaymentSyncError, type ErrorCode } from '../../shared/error.ts'
import type { ReadOptions } from './read-options.ts'
import type * as words from './why-not-registered.ts'

/**
 * `controlled`: the worker answers this page's requests. `uncontrolled`: not (yet): first load, forced reload, private
 * mode, a failed registration. `unsupported`: it never will. The app works in all three.
 */
export type ConnectionState = 'controlled' | 'uncontrolled' | 'unsupported'

export interface Connection {
  readonly state: ConnectionState
  /** Resolves when the page is controlled, or known not to be. Never rejects. */
  readonly ready: Promise<void>
  /** Who can be asked: the controller, else the active worker of the scope. */
  worker(): ServiceWorker | undefined
  /** Whether it is our worker: others may live on this origin, each with its own store. */
  isOurs(worker: unknown): worker is ServiceWorker
  /** Once it is registered. */
  readonly registration: ServiceWorkerRegistration | undefined
  /** The worker was unregistered: it lives until its last page has gone, and is none of ours any more. Returns it. */
  leave(): ServiceWorker | undefined
}

type Words = typeof words

/** Registers the worker. */
export function connect(options: ReadOptions, container: ServiceWorkerContainer | undefined): Connection {
  const { href, pathname } = new URL(options.url, document.baseURI)
  let registration: ServiceWorkerRegistration | undefined
  let left: ServiceWorker | undefined

  // The query may tell versions apart; a registered script is always of this origin.
  const isOurs = (worker: unknown): worker is ServiceWorker =>
    worker !== left && new URL((worker as ServiceWorker | null)?.scriptURL ?? 'no:', href).pathname === pathname

  async function register(): Promise<void> {
    if (!container || !options.register) return
    try {
      registration = await container.register(href, { scope: options.scope, updateViaCache: 'none' })
      if (location.href.startsWith(registration.scope)) await controlOrNot(container, registration)
      else await report('OUT_OF_SCOPE', ({ whyOutOfScope }) => whyOutOfScope(registration?.scope ?? ''))
    } catch (cause) {
      await report('REGISTRATION_FAILED', ({ whyNotRegistered }) => whyNotRegistered(href, options.scope, cause), cause)
    }
  }

  /** In words that say what to do; a script of its own, because most pages never need them. */
  async function report(
    code: ErrorCode,
    why: (words: Words) => string | Promise<string>,
    cause?: unknown,
  ): Promise<void> {
    const text = await import('./why-not-registered.ts').then(why).catch(() => `Cannot register ${href}.`)
    options.onError(new PaymentSyncError(code, text, { cause }))
  }

  function worker(): ServiceWorker | undefined {
    const { active } = registration ?? {}
    return [container?.controller, active].find((each) => isOurs(each)) ?? undefined
  }

  return {
    get state() {
      if (!container) return 'unsupported'
      return isOurs(container.controller) ? 'controlled' : 'uncontrolled'
    },
    ready: register(),
    worker,
    isOurs,
    get registration() {
      return registration
    },
    leave: () => (left = worker()),
  }
}

/**
 * A first worker takes control as it activates, also of a page that comes while another one has it installed. After a forced
 * reload there is an active one that won't.
 */
async function controlOrNot(
  container: ServiceWorkerContainer,
  { active, waiting, installing }: ServiceWorkerRegistration,
): Promise<void> {
  const first = installing ?? waiting ?? active
  if (container.controller || active?.state === 'activated' || !first) return
  await new Promise<unknown>((resolve) => {
    container.addEventListener('controllerchange', resolve)
    first.addEventListener('statechange', () => {
      // `clients.claim()` and this event come in either order.
      if (/activated|redundant/.test(first.state)) setTimeout(resolve, 1_000)
    })
  })
}

/** It is missing where the context isn't secure; in a sandboxed frame asking for it throws. `state` says so for both. */
export function serviceWorkerContainer(): ServiceWorkerContainer | undefined {
  try {
    return navigator.serviceWorker
  } catch {
    return undefined
  }
}
