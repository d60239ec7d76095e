/** What the API refused or could not do, in words for the person at the screen. */
export class ApiError extends Error {
  override readonly name = 'ApiError'

  constructor(
    /** 0 where no answer came. */
    readonly status: number,
    message: string,
    /** Which input it is about, if one. */
    readonly field?: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }

  /** Whether it may have been done all the same. */
  get isOutcomeUnknown(): boolean {
    return this.status === 0 || this.status >= 500
  }
}

/** A failure of the network, as told by `fetch`. */
export function unreachable(cause: unknown): ApiError {
  const why = navigator.onLine ? 'The server could not be reached. Try again in a moment.' : 'You are offline.'
  return new ApiError(0, why, undefined, { cause })
}

/** An answer that is no success: `application/problem+json` (RFC 9457), or `{error, message}`. */
export async function refused(response: Response): Promise<ApiError> {
  let said: unknown
  try {
    said = await response.json()
  } catch {
    said = undefined // An error page of something in between. The status has to do.
  }
  const { detail, message, field } = Object(said) as Record<string, unknown>
  const words = [detail, message].find((text) => typeof text === 'string' && text !== '') as string | undefined
  const fallback =
    response.status === 429
      ? 'Too many requests. Wait a moment, then try again.'
      : `The server answered with ${response.status}. Try again in a moment.`
  return new ApiError(response.status, words ?? fallback, typeof field === 'string' ? field : undefined)
}
