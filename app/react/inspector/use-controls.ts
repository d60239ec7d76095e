import { useState } from 'react'
import { fill, type InspectorLabels } from './labels.ts'

export interface Controls {
  /** What the latest button came to, to be announced. */
  readonly said: string
  readonly isFailed: boolean
  /** Does it, and says the words that it returns; or else why not. */
  readonly run: (work: () => Promise<string>) => void
}

/** What buttons do, and how it went. */
export function useControls(labels: InspectorLabels, onDone: () => void): Controls {
  const [said, setSaid] = useState('')
  const [isFailed, setFailed] = useState(false)

  async function start(work: () => Promise<string>): Promise<void> {
    setSaid('')
    try {
      const words = await work()
      setFailed(false)
      setSaid(words)
      onDone()
    } catch (error) {
      setFailed(true)
      setSaid(fill(labels.failed, { why: (error as Error).message }))
    }
  }

  return { said, isFailed, run: (work) => void start(work) }
}
