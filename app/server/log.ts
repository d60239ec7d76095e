/** One line per event. Never a body, a token, a cookie, a query string or an email address. */
export type Log = (level: 'info' | 'warn' | 'error', event: string, fields?: Readonly<Record<string, LogValue>>) => void
export type LogValue = string | number | boolean | null | undefined

/** JSON lines on stdout. */
export const logToConsole: Log = (level, event, fields) => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`)
}

/** For tests, and for whoever mounts the API into a server that logs by itself. */
export const logNothing: Log = () => undefined
