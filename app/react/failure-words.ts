import { ApiError } from './api/api-error.ts'
import type { Labels } from './labels.ts'

/** Why something failed, for the person: the API's own words where it has some. */
export function failureWords(error: Error, labels: Labels): string {
  if (!(error instanceof ApiError) || error.kind === 'said') return error.message
  return labels[error.kind]
}
