import { ApiError } from './api-error.ts'

/**
 * The body of an answer.
 *
 * @throws ApiError where the API says no: by its status, or by `{success: false}`
 */
export async function readAnswer(response: Response): Promise<Readonly<Record<string, unknown>>> {
  if (!response.ok) throw await refusal(response)
  const body = fieldsOf(await response.json())
  if (body['success'] === false) throw refusalOf(body, response.status)
  return body
}

async function refusal(response: Response): Promise<ApiError> {
  try {
    return refusalOf(fieldsOf(await response.json()), response.status)
  } catch {
    return refusalOf({}, response.status) // An error page of something in between. The status has to do.
  }
}

/** `application/problem+json` (RFC 9457), or `{error, message}`. */
function refusalOf(body: Readonly<Record<string, unknown>>, status: number | undefined): ApiError {
  const { detail, message, field } = body
  const said = [detail, message].find((text) => typeof text === 'string' && text !== '') as string | undefined
  const kind = said ? 'said' : status === 429 ? 'busy' : 'refused'
  return new ApiError(kind, status ?? 500, said, typeof field === 'string' ? field : undefined)
}

const fieldsOf = (body: unknown): Readonly<Record<string, unknown>> => Object(body) as Record<string, unknown>
