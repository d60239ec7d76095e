import { defaultLabels } from '../labels.ts'

/** Why there is no answer to show. Each is the name of a label; the words of `said` are the API's. */
export type FailureKind = 'offline' | 'unreachable' | 'busy' | 'refused' | 'said'

/** What the API refused or could not do. Branch on `status`; `message` is for the person at the screen. */
export class ApiError extends Error {
  override readonly name = 'ApiError'

  constructor(
    readonly kind: FailureKind,
    /** 0 where no answer came. */
    readonly status: number,
    said?: string,
    /** Which input it is about, if one. */
    readonly field?: string,
    options?: ErrorOptions,
  ) {
    super(said ?? (kind === 'said' ? '' : defaultLabels[kind]), options)
  }

  /** Whether it may have been done all the same. */
  get isOutcomeUnknown(): boolean {
    return this.status === 0 || this.status >= 500
  }

  /** Not ours (any more) to see: what was shown goes, too. */
  get isDenied(): boolean {
    return [401, 403, 404, 410].includes(this.status)
  }
}

/** Whatever a request failed with, as an {@link ApiError}. */
export function asApiError(cause: unknown): ApiError {
  if (cause instanceof ApiError) return cause
  return new ApiError(navigator.onLine ? 'unreachable' : 'offline', 0, undefined, undefined, { cause })
}
