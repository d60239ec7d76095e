import { explain } from '../../../shared/explain.ts'
import type { DEBUG } from '../wants-debug.ts'
import type { Lent } from './lent.ts'

/** Says in the console what this page asks and hears, and draws it in the Performance panel. No body, header or token. */
export function createDebug(lent: Lent): (on: boolean, isOwn: boolean) => void {
  const { connection, container, ask, watch, subscribers, options, readFromWorker } = lent
  let off: AbortController | undefined

  function asks({ method, url }: Request, answer: Promise<Response>): void {
    const began = performance.now()
    const came = (cacheStatus: string): void => {
      const end = performance.now()
      const decision = { at: Date.now(), method, url, class: '', cacheStatus, duration: end - began, clientId: '' }
      explain(decision, console)
      const devtools = { dataType: 'track-entry', track: 'payment-sync', tooltipText: cacheStatus }
      const name = `${method} ${new URL(url).pathname}`
      performance.measure(name, { start: began, end, detail: { devtools } })
      // Who records has it; a page that is open for days must not keep them all.
      performance.clearMeasures(name)
    }
    answer.then(
      ({ headers, status }) => came(headers.get('Cache-Status') ?? `${connection.state}; fwd-status=${status}`),
      ({ name }: Error) => came(`${connection.state}; ${name}`),
    )
  }

  function ignored({ data, source }: MessageEvent): void {
    // What the worker of another version says can't be read by this page.
    if (connection.isOurs(source) && !readFromWorker(data)) say('ignored a message of the worker')
  }

  function begin(): void {
    off = new AbortController()
    const { signal } = off
    watch.asks = asks
    const leave = subscribers.subscribe(['*'], ({ reason, groups, asOf }) => {
      say(`${reason}: ${groups.join(', ')}${asOf === undefined ? '' : ` (${asOf})`}`)
    })
    signal.addEventListener('abort', leave)
    container?.addEventListener('message', ignored, { signal })
    options.signal?.addEventListener('abort', end, { signal })
  }

  function end(): void {
    watch.asks = undefined
    off?.abort()
    off = undefined
  }

  return (on: boolean, isOwn: boolean): void => {
    if (on && !off) begin()
    if (!on) end()
    if (!isOwn) return
    store(on)
    ask({ type: 'set', debug: on }).catch(options.onError)
  }
}

const key: typeof DEBUG = 'payment-sync-debug'

/** The other tabs hear of it. */
function store(on: boolean): void {
  try {
    localStorage[key] = String(on)
  } catch {
    // Blocked: then it holds for this page.
  }
}

// oxlint-disable-next-line no-console -- debug mode
const say = (what: string): void => console.info(`%cpayment-sync%c ${what}`, 'color:rebeccapurple', '')
