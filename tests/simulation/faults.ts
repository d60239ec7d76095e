import { attacks1to12 } from './faults/attacks-1-to-12.ts'
import { attacks13to29 } from './faults/attacks-13-to-29.ts'
import { batches } from './faults/batches.ts'
import { distrust } from './faults/distrust.ts'
import type { Fault } from './faults/fault.ts'
import { handedOver } from './faults/handed-over.ts'
import { live } from './faults/live.ts'
import { lostAndFound } from './faults/lost-and-found.ts'
import { memory } from './faults/memory.ts'
import { observing } from './faults/observing.ts'
import { orderOfSteps } from './faults/order-of-steps.ts'
import { promises } from './faults/promises.ts'

/** Each is applied to a copy, and the test that it names must fail: a test that can't fail is worse than none. */
export const faults: readonly Fault[] = [
  ...attacks1to12,
  ...attacks13to29,
  ...lostAndFound,
  ...live,
  ...memory,
  ...observing,
  ...handedOver,
  ...orderOfSteps,
  ...distrust,
  ...promises,
  ...batches,
]
