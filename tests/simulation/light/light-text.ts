/** Bytes that nobody encodes: the bodies of random histories are ASCII, and stay text on their way. */
export class LightBytes {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  get byteLength(): number {
    return this.text.length
  }
}

/** `Blob`, made of the parts of a body. */
export class LightBlob {
  readonly #text: string

  constructor(parts: readonly (LightBytes | string)[] = []) {
    this.#text = parts.map((part) => (typeof part === 'string' ? part : part.text)).join('')
  }

  get size(): number {
    return this.#text.length
  }

  text(): Promise<string> {
    return Promise.resolve(this.#text)
  }

  arrayBuffer(): Promise<LightBytes> {
    return Promise.resolve(new LightBytes(this.#text))
  }
}

/** `TextEncoder`. */
export class LightTextEncoder {
  encode(text: string): LightBytes {
    return new LightBytes(text)
  }
}

/** `ReadableStream` of what is there from the start. */
export class LightStream {
  readonly text: string

  constructor({ start }: { readonly start: (controller: object) => void }) {
    let text = ''
    start({ enqueue: (part: LightBytes) => void (text += part.text), close: () => undefined })
    this.text = text
  }
}

const decoder = new TextDecoder()

/** `TextDecoder`: what was never encoded needs no decoding. */
export class LightTextDecoder {
  decode(bytes: LightBytes | ArrayBuffer): string {
    return bytes instanceof LightBytes ? bytes.text : decoder.decode(bytes)
  }
}
