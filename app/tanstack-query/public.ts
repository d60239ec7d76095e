export { bindQueryClient, type BindOptions, type BoundQueries } from './bind-query-client.ts'
export type { AnyQuery, AnyQueryClient } from './any-query-client.ts'
