import { STATUS_CODES } from 'node:http'

/** An answer that says what is wrong (RFC 9457). Thrown anywhere below a route; whatever it did until then is undone. */
export class Problem extends Error {
  override readonly name = 'Problem'

  /**
   * @param detail what is wrong and what to do, for people; never a password, a token or somebody else's data
   * @param members more fields of the body, for programs
   */
  constructor(
    readonly status: number,
    detail: string,
    readonly members: Readonly<Record<string, unknown>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail)
  }
}

/** The body; `instance` is the path of the request. */
export function problemBody(problem: Problem, instance: string): Record<string, unknown> {
  const { status, message: detail, members } = problem
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, instance, ...members }
}
