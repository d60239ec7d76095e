import type { Stage, Stand } from './stage.ts'
import type { Subject } from './subjects.ts'

const measured = new Set(['empty', 'pass-through', 'payment-sync', 'workbox', 'serwist', 'ngsw'])
const AFTER = [1, 60, 1_000] as const

/** What a worker's scripts hold after so many bookings of 500 bytes were read, in bytes, after a collection. */
export interface Memory {
  readonly subject: string
  readonly held: readonly number[]
}

export async function measureMemory(stage: Stage, subjects: readonly Subject[]): Promise<readonly Memory[]> {
  const all: Memory[] = []
  for (const subject of subjects.filter(({ name }) => measured.has(name))) {
    const stand = await stage.add(subject)
    const held: number[] = []
    for (const [nth, reads] of AFTER.entries()) {
      await read(stand, AFTER[nth - 1] ?? 0, reads)
      held.push(await stage.workerHeap(stand))
    }
    all.push({ subject: subject.name, held })
  }
  return all
}

const read = ({ page }: Stand, from: number, to: number): Promise<unknown> =>
  page.evaluate(
    (urls) => bench.inTurn(urls),
    Array.from({ length: to - from }, (_, at) => `/api/bookings/${5_000 + from + at}-500`),
  )

export function memoryTable(all: readonly Memory[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const head = ['', ...AFTER.map((reads) => (reads === 1 ? 'one read' : `${reads.toLocaleString('en')} reads`))]
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`
  return [
    row(head),
    row(head.map(() => '---')),
    ...all.map(({ subject, held }) => row([subject, ...held.map(megabytes)])),
  ].join('\n')
}
