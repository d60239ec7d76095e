import type { Page } from '@playwright/test'

/** What a page sees of an answer. */
export interface Answer {
  readonly status: number
  readonly body: Body
  /** `Cache-Status` without the cache's name. */
  readonly how: string
  readonly age: number | null
  readonly asOf: number
  /** The rejection's message, where `fetch` was rejected. */
  readonly error: string | undefined
}

interface Item {
  readonly id: string
  readonly status: string
  readonly version: number
  readonly payment: { readonly status: string; readonly version: number; readonly reference: string } | null
}

export interface Body {
  readonly booking?: Item
  readonly bookings?: readonly Item[]
  readonly payment?: Item['payment']
  readonly authorizationUrl?: string
  readonly reference?: string
  readonly [field: string]: unknown
}

/** A tab under the worker's control. */
export class Tab {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  get(url: string, init: RequestInit = {}): Promise<Answer> {
    return this.#fetch(url, init)
  }

  post(url: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer> {
    const json = { 'content-type': 'application/json', ...headers }
    return this.#fetch(url, { method: 'POST', headers: json, body: JSON.stringify(body) })
  }

  logIn(email = 'client@example.com'): Promise<Answer> {
    return this.post('/api/auth/login', { email, password: 'payment-sync' })
  }

  /** The groups that this page's client was told of, `*` for everything. */
  told(): Promise<string[]> {
    return this.page.evaluate(() =>
      (globalThis as unknown as { told: { groups: string[] }[] }).told.flatMap(({ groups }) => groups),
    )
  }

  async #fetch(url: string, init: RequestInit): Promise<Answer> {
    const answer = await this.page.evaluate(
      async ([to, how]) => {
        try {
          const response = await fetch(to, how)
          const { status, headers } = response
          const text = await response.text()
          const named = (name: string): string => headers.get(name) ?? ''
          return {
            status,
            text,
            how: named('cache-status'),
            age: headers.get('age'),
            asOf: named('payment-sync-as-of'),
          }
        } catch (error) {
          return { error: String(error) }
        }
      },
      [url, init] as const,
    )
    if ('error' in answer) return { status: 0, body: {}, how: '', age: null, asOf: 0, error: answer.error }
    return {
      status: answer.status,
      body: parse(answer.text),
      how: answer.how.replace(/^payment-sync; /, ''),
      age: answer.age === null ? null : Number(answer.age),
      asOf: Number(answer.asOf),
      error: undefined,
    }
  }
}

function parse(text: string): Body {
  try {
    return JSON.parse(text) as Body
  } catch {
    // A test that expects JSON will say what it missed.
    return { text }
  }
}
