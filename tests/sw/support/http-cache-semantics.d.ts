/** The part that we compare ourselves with. The package has no types of its own. */
declare module 'http-cache-semantics' {
  interface Message {
    readonly headers: Readonly<Record<string, string>>
  }

  export default class CachePolicy {
    constructor(
      request: Message & { readonly url: string; readonly method: string },
      response: Message & { readonly status: number },
      options: { readonly shared: boolean },
    )

    /** Of a response, in seconds; 0 where it must not be used without asking. */
    maxAge(): number
    storable(): boolean
    useStaleWhileRevalidate(): boolean
  }
}
