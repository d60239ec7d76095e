/** The same request, but for these changes. One that is made anew would name the worker's script as its referrer. */
export const remade = (request: Request, changes: RequestInit): Request =>
  new Request(request, { ...changes, referrer: request.referrer, referrerPolicy: request.referrerPolicy })
