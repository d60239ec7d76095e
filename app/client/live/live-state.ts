/**
 * `connected`: this browser hears of changes made elsewhere. `connecting`: not now; they are found within the TTL. `off`: it
 * wasn't asked for, the browser can't, or the server has nothing to say (nobody is logged in).
 */
export type LiveState = 'connected' | 'connecting' | 'off'
