import { bundleWorker } from '../../../scripts/bundle-worker.ts'
import { patching } from '../../../scripts/patch.ts'
import type { Patch } from '../../simulation/faults/fault.ts'
import { measures, type Measure } from './measures.ts'
import { buildSubjects, WORKER, type Subject } from './subjects.ts'

interface Step {
  readonly name: string
  readonly patches: readonly Patch[]
}

/** What the worker does for its promises, taken out one after the other: what each of them costs. */
export const steps: readonly Step[] = [
  {
    name: 'tells no page',
    patches: [
      {
        file: 'sw/event/browser-ports.ts',
        find: 'if (messages.length === 0) return',
        replace: 'if (messages.length >= 0) return',
      },
    ],
  },
  {
    name: 'knows no repeat',
    patches: [
      {
        file: 'sw/strategy/fingerprint.ts',
        find: 'if (route?.rule.session) return',
        replace: 'if (request.url !== "") return',
      },
      { file: 'sw/strategy/mutate.ts', find: 'if (!isOver()) return undefined', replace: 'return undefined' },
      { file: 'sw/strategy/respond.ts', find: 'lasting ? body : streamed(body)', replace: 'streamed(body)' },
    ],
  },
  {
    name: 'writes nothing before it sends',
    patches: [
      {
        file: 'sw/strategy/mutate.ts',
        find: 'await written(context, (draft) => openIntent(draft, opened.intent))',
        replace: '',
      },
    ],
  },
  {
    name: 'writes nothing',
    patches: [
      { file: 'sw/strategy/settle-answer.ts', find: 'await settle()\n', replace: '\n' },
      {
        file: 'sw/strategy/refresh.ts',
        find: "if (!tellsState(came.answer)) return 'not-stored'",
        replace: "return 'not-stored'",
      },
    ],
  },
  {
    name: 'looks nothing up',
    patches: [
      {
        file: 'sw/event/on-fetch.ts',
        find: "import { mutate } from '../strategy/mutate.ts'",
        replace: `import { mutate } from '../strategy/mutate.ts'
import { askOrigin } from '../network/ask-origin.ts'
import { deliver } from '../strategy/respond.ts'
const bare = async (context, request) =>
  deliver(context, await askOrigin(context.ports, { request, limit: 1_048_576 }), { status: 'fwd=bypass' })`,
      },
      ...['MutationMatch', 'ReadMatch'].map((match) => ({
        file: 'sw/event/on-fetch.ts',
        find: `const match = params as unknown as ${match}\n`,
        replace: `const match = params as unknown as ${match}\n    if (match) return bare(context, match.request)\n`,
      })),
    ],
  },
]

const FLOORS = ['pass-through', 'reads whole', 'writes first', 'payment-sync']

/** The worker as it is, and with one thing after the other left out, beside what it is measured against. */
export async function takenApart(page: ReadonlyMap<string, string>): Promise<readonly Subject[]> {
  const whole = (await buildSubjects(page)).filter(({ name }) => FLOORS.includes(name))
  const parts = steps.map(async ({ name }, at) => {
    const patches = steps.slice(0, at + 1).flatMap((step) => step.patches)
    const { code } = await bundleWorker({ plugins: [patching(patches)] })
    return { name, files: new Map([...page, [WORKER, code]]) }
  })
  return [...whole, ...(await Promise.all(parts))]
}

/** What is asked of them. */
export const takenApartMeasures: readonly Measure[] = ['payment, changed', 'booking, first time', 'mutation'].map(
  (name) => {
    const measure = measures.find((each) => each.name === name)
    if (!measure) throw new Error(`Nothing is measured that is called "${name}".`)
    return { ...measure, name: `${name}, taken apart`, subjects: [...FLOORS, ...steps.map((step) => step.name)] }
  },
)
