import type { Guarantee } from '../../history/history.ts'
import type { Operation, Scenario } from './scenario.ts'

/**
 * What a random history is judged by. Where calls of ports wait, an answer may reach the worker long after it reached the
 * browser, which G7 and G9 take for the same; and a store or a clock that can't be trusted is a reason to ask again, as is
 * an answer that isn't stored, which drops what is held, too little room, an end of a session, and what is
 * only watched or known by its answer alone.
 */
export function judgedIn({ slowPorts, operations, stopAt, unstored, crowded }: Scenario): readonly Guarantee[] {
  if (slowPorts > 0) return always
  const mayAsk = stopAt !== undefined || unstored > 0 || crowded || operations.some(isReasonToAsk)
  return mayAsk ? [...always, 'G7'] : [...always, 'G7', 'G9']
}

const always: readonly Guarantee[] = ['G1', 'G2', 'G3', 'G4', 'G5', 'G8']

const reasons: ReadonlySet<Operation['do']> = new Set([
  'sever',
  'delete',
  'break disk',
  'sleep',
  'set clock',
  'replace',
  'kill',
  // A change that the live channel told of.
  'hear',
])

const isReasonToAsk = (operation: Operation): boolean =>
  reasons.has(operation.do) ||
  (operation.do === 'read' && operation.mode === 'no-store') ||
  // What they changed only their answer names, or nobody: without it, everything is distrusted.
  (operation.do === 'mutate' && (operation.act === 'note' || operation.act === 'verify')) ||
  (operation.do === 'log' && operation.way === 'in by a form') ||
  (operation.do === 'lose' && operation.how === '401')
