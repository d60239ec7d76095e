/** Of the TTL table, what every worker for this job can be told; ms. */
export interface TtlTable {
  readonly payment: { readonly ttl: number; readonly timeout: number }
  readonly booking: { readonly ttl: number }
  readonly static: { readonly ttl: number }
}

/** Written into the script where it is bundled (`build-peer.ts`). */
declare const TTL_TABLE: TtlTable

export const table = TTL_TABLE
