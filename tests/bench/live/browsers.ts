import { connect } from 'node:net'
import { nowMs } from './clock.ts'

/** What the crowd's process is told. */
export type ToBrowsers =
  { readonly type: 'open'; readonly port: number; readonly cookies: readonly string[] } | { readonly type: 'report' }

/** What it tells: how many streams are open; for each change its number, how many heard of it, and when the last did. */
export type FromBrowsers =
  | { readonly type: 'opened'; readonly open: number }
  | { readonly type: 'heard'; readonly changes: readonly (readonly [string, number, number])[]; readonly lost: number }

/** Browsers, as far as a server can tell: each a socket that asks for the live channel and reads. Nothing is resumed. */
const heard = new Map<string, [times: number, last: number]>()
let open = 0
let lost = 0

function openOne(port: number, cookie: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`GET /api/events HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\n\r\n`)
    })
    let rest = ''
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      const at = nowMs()
      rest += text
      if (rest.includes('event: ready') && open >= 0) {
        open += 1
        rest = rest.slice(rest.indexOf('event: ready') + 12)
        resolve()
      }
      for (const [, list = ''] of rest.matchAll(/"changes":\[([^\]]*)\]/g)) note(list, at)
      // What is left is at most the beginning of an event.
      rest = rest.slice(Math.max(rest.lastIndexOf('\n\n'), 0)).slice(-100_000)
    })
    socket.on('error', reject)
    socket.on('close', () => {
      lost += 1
      reject(new Error(`a stream ended: ${rest.slice(0, 200)}`))
    })
  })
}

function note(list: string, at: number): void {
  for (const quoted of list.split(',')) {
    const seq = quoted.slice(1, -1)
    heard.set(seq, [(heard.get(seq)?.[0] ?? 0) + 1, at])
  }
}

async function openAll(port: number, cookies: readonly string[]): Promise<void> {
  // A hundred at a time: the backlog of a listening socket is not without end.
  for (let at = 0; at < cookies.length; at += 100) {
    await Promise.all(cookies.slice(at, at + 100).map((cookie) => openOne(port, cookie)))
  }
  tell({ type: 'opened', open })
}

const tell = (message: FromBrowsers): void => void process.send?.(message)

process.on('message', (message: ToBrowsers) => {
  if (message.type === 'open') void openAll(message.port, message.cookies)
  else {
    tell({ type: 'heard', changes: [...heard].map(([seq, [times, last]]) => [seq, times, last] as const), lost })
    heard.clear()
  }
})
