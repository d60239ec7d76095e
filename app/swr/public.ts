export { bindSWR, type BindOptions, type BoundSWR } from './bind-swr.ts'
