/** Every failure this library can report; stable, documented in `docs/errors.md`. */
export type ErrorCode =
  | 'BAD_POLICY'
  | 'BAD_OPTION'
  | 'NO_REPLY'
  | 'REFUSED'
  | 'OUT_OF_SCOPE'
  | 'REGISTRATION_FAILED'
  | 'STORE_UNAVAILABLE'
  | 'NEWER_SCHEMA'

/** Everything this library throws. Branch on `code`: `instanceof` does not survive `postMessage`. */
export class PaymentSyncError extends Error {
  override readonly name = 'PaymentSyncError'
  readonly code: ErrorCode

  /**
   * @param code what kind of failure, for programs
   * @param problemAndFix what failed, the likely cause and what to do, for people; never a body, a token or a cookie
   */
  constructor(code: ErrorCode, problemAndFix: string, options?: ErrorOptions) {
    super(`[payment-sync] ${problemAndFix} (${code})`, options)
    this.code = code
  }
}
