import type { Source } from './read-source.ts'

const origins: Readonly<Record<Source['from'], string>> = {
  network: 'from the network',
  confirmed: 'confirmed by the server',
  store: 'from the store',
  shared: 'shared with another tab',
  batched: 'from the network, together with others',
  fallback: 'network failed: last known',
  'no-worker': 'from the network, without the worker',
}

/** One line that says where what is on screen came from, and how old it is by now. */
export function sourceWords({ from, age, ttl, receivedAt }: Source, now: number): string {
  const since = Math.max(0, (now - receivedAt) / 1_000)
  const isStored = from === 'store' || from === 'fallback'
  const left = isStored && ttl !== undefined ? `, ${durationWords(Math.max(0, ttl - since))} left` : ''
  return `${origins[from]}, ${ageWords(age + since)}${left}`
}

const ageWords = (seconds: number): string => (seconds < 3 ? 'just now' : `${durationWords(seconds)} old`)

function durationWords(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`
  return seconds < 3_600 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`
}
