import { PaymentSyncError } from '../../shared/error.ts'

export interface PaymentSyncOptions {
  /**
   * Where the worker's script is.
   * @default '/payment-sync-sw.js'
   */
  readonly url?: string
  /**
   * The part of the origin that the worker looks after.
   * @default '/'
   */
  readonly scope?: string
  /**
   * `false` takes the worker away from whoever has it from before, with its data: the kill switch. The page does without.
   * @default true
   */
  readonly enabled?: boolean
  /**
   * `false` registers nothing: the app does that itself, or a worker registered earlier controls the page.
   * @default true
   */
  readonly register?: boolean
  /**
   * Hears of what fails behind the page's back: a registration, a worker that doesn't answer.
   * @default console.warn
   */
  readonly onError?: (error: Error) => void
  /**
   * The server's live channel, an event stream such as `/api/events`: with it a change made elsewhere is seen at once. One
   * connection for all tabs.
   */
  readonly live?: string
  /** Ends everything that the client listens to, for tests and hot reload. */
  readonly signal?: AbortSignal
}

export type ReadOptions = Required<Omit<PaymentSyncOptions, 'signal' | 'live'>> &
  Pick<PaymentSyncOptions, 'signal' | 'live'>

const kinds: Readonly<Record<string, string | null | undefined>> = {
  __proto__: null, // Not `toString` and the like.
  url: 'string',
  scope: 'string',
  enabled: 'boolean',
  register: 'boolean',
  live: 'string',
  onError: 'function',
  signal: 'object',
}

/** @throws PaymentSyncError `BAD_OPTION`, naming the option and its value */
export function readOptions(options: PaymentSyncOptions): ReadOptions {
  for (const [name, value] of Object.entries(options)) {
    const kind = kinds[name]
    if (value !== undefined && (typeof value !== kind || value === null || value === '')) {
      const shown = JSON.stringify(value)?.slice(0, 80)
      const expected = kind ? `a ${kind}` : 'left out'
      throw new PaymentSyncError('BAD_OPTION', `Bad option: ${name} is ${shown}; it must be ${expected}.`)
    }
  }
  // oxlint-disable-next-line no-console -- the default reader of what fails in the background is the person at the console
  const {
    url = '/payment-sync-sw.js',
    scope = '/',
    enabled = true,
    register = enabled,
    onError = console.warn,
  } = options
  return { ...options, url, scope, enabled, register, onError }
}
