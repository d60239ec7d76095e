export const ORIGIN = 'https://app.example'

/** What only a browser can say of a request: Node refuses to be told. */
interface Told extends RequestInit {
  readonly navigates?: boolean
  readonly destination?: RequestDestination
}

/** A request as the worker sees it. */
export function ask(url: string, { navigates = false, destination, ...init }: Told = {}): Request {
  const request = new Request(new URL(url, ORIGIN), init)
  if (navigates) Object.defineProperty(request, 'mode', { value: 'navigate' })
  if (destination !== undefined) Object.defineProperty(request, 'destination', { value: destination })
  return request
}
