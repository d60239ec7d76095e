/** A body that comes in these parts, and then ends, or breaks off where it is told to. */
export function bodyOf(
  parts: readonly Uint8Array[],
  { breaksWith, onCancel }: { breaksWith?: Error; onCancel?: (reason: unknown) => void } = {},
): ReadableStream<Uint8Array> {
  const left = [...parts]
  return new ReadableStream({
    pull(controller) {
      const part = left.shift()
      if (part) controller.enqueue(part)
      else if (breaksWith) controller.error(breaksWith)
      else controller.close()
    },
    ...(onCancel && { cancel: onCancel }),
  })
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
