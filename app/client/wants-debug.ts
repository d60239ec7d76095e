/** Mirrors `client.debug`, for people who set it in the DevTools. */
export const DEBUG = 'payment-sync-debug'

/** Where storage is blocked, asking for it throws. */
export function wantsDebug(): boolean {
  try {
    return localStorage[DEBUG] === 'true'
  } catch {
    return false
  }
}
