import * as v from 'valibot'
import { StartError } from './start-error.ts'

const whole = (least: number, most: number, expected: string) =>
  v.pipe(
    v.string(),
    v.check((text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most, expected),
    v.transform(Number),
  )
const ms = whole(1_000, 86_400_000, 'a whole number of ms from 1000 to 86400000')
const httpUrl = v.pipe(
  v.string(),
  v.check((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'an http(s) URL'),
  v.transform((text) => text.replace(/\/+$/, '')),
)
const filled = v.pipe(
  v.string(),
  v.check((text) => text.trim() !== '' && !text.includes('\0'), 'some text'),
)
const limit = whole(1, 999_999_999, 'a whole number from 1 to 999999999')
const listed = (text: string): string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
const origins = v.pipe(
  v.string(),
  v.check((text) => listed(text).every(isOrigin), 'origins such as "https://app.example.com", with commas between'),
  v.transform(listed),
)

/** As a browser would send it: no path, no `*`. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text
}

const variables = v.object({
  /** 0 is any free port. */
  PORT: v.optional(whole(0, 65_535, 'a port from 0 to 65535'), '4173'),
  /** The name or address to listen on; `0.0.0.0` lets other machines in. */
  HOST: v.optional(filled, 'localhost'),
  /** Where the embedded database keeps its files; `memory` keeps nothing. */
  DATA_DIR: v.optional(filled, '.data'),
  /** A PostgreSQL server to use instead. */
  DATABASE_URL: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => /^postgres(ql)?:\/\/./.test(text), 'a postgres:// URL'),
    ),
  ),
  /** Without it, the sandbox stands in for Paystack. */
  PAYSTACK_SECRET_KEY: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => /^sk_[\w-]{8,200}$/.test(text), 'a secret key of Paystack: "sk_…"'),
    ),
  ),
  PAYSTACK_API_URL: v.optional(httpUrl, 'https://api.paystack.co'),
  /** Pages of these origins may call `GET /api/bookings/sync`; with commas between. */
  CORS_ORIGINS: v.optional(origins, ''),
  /** Requests in a minute for one user, or for one address where nobody is logged in. */
  RATE_LIMIT: v.optional(limit, '3000'),
  /** Wrong passwords for one account from one address; then one a minute. */
  LOGIN_LIMIT: v.optional(limit, '10'),
  /** How many proxies stand in front, each adding to `X-Forwarded-For`. */
  TRUSTED_PROXIES: v.optional(whole(0, 9, 'a number from 0 to 9'), '0'),
  PAYMENT_SYNC_REFRESH_INTERVAL: v.optional(ms, '30000'),
  PAYMENT_SYNC_CACHE_TTL: v.optional(ms, '30000'),
  PAYMENT_SYNC_DEBUG: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => ['true', 'false', '1', '0'].includes(text), '"true" or "false"'),
      v.transform((text) => text === 'true' || text === '1'),
    ),
    'false',
  ),
})

/** What the surroundings say, checked. The names are those of the variables. */
export type Environment = v.InferOutput<typeof variables>

/** May be shown only by its name. */
const secret: ReadonlySet<string> = new Set(['PAYSTACK_SECRET_KEY', 'DATABASE_URL'])

/**
 * Reads `process.env`, or nothing (`{}`) for the defaults. An empty value counts as none.
 *
 * @throws StartError one line that names the variable and the value
 */
export function readEnvironment(from: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined && value !== ''))
  const result = v.safeParse(variables, given)
  if (result.success) return result.output
  const [issue] = result.issues
  const name = v.getDotPath(issue) ?? ''
  const value = secret.has(name) ? '(not shown)' : JSON.stringify(issue.input).slice(0, 80)
  throw new StartError(`${name} is ${value}; it must be ${issue.message}.`)
}
