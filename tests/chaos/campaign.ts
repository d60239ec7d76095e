import type { Guarantee, History, Trouble, Violation } from '../history/history.ts'
import { judge } from '../history/judge.ts'
import type { Rules } from '../history/rules.ts'
import { seconds } from '../../scripts/steps.mjs'
import { startBackend } from './api/backend.ts'
import { Browser } from './browser/devtools.ts'
import { playRound } from './round.ts'
import { forSharing } from './rules.ts'
import { scheduleOf } from './schedule.ts'
import { buildSite } from './site.ts'
import type { Subject } from './subjects.ts'
import { added, nothing, summaryOf, type Summary } from './summary.ts'

export interface CampaignOptions {
  readonly subject: Subject
  /** Of the browser. */
  readonly executable: string
  readonly seed: number
  readonly minutes: number
  readonly rules: Rules
  /** For caches that may not know our ways: pages ask in plain modes, and one login of a user is as good as another. */
  readonly isComparison?: boolean
  /** To be told how it goes. */
  readonly say?: (line: string) => void
}

export interface Campaign {
  readonly summary: Summary
  readonly violations: readonly Violation[]
  readonly problems: readonly string[]
  /** Those that hold a violation, to be looked into. */
  readonly histories: readonly History[]
}

/** What a browser's history can decide. G6 is the others under a failing store; G7 is for tests that know the network's side. */
const decided: readonly Guarantee[] = ['G1', 'G2', 'G3', 'G4', 'G5', 'G8']

function judged(history: History): Violation[] {
  const rules = forSharing(history.rules)
  // A database that begins anew begins in doubt: for a minute, as after a mutation whose outcome is unknown.
  const troubles = history.troubles.map((trouble): Trouble => {
    const { what, from, until } = trouble
    return what === 'store' ? { what, from, until: until + rules.unsettledFor } : trouble
  })
  return [...judge(history, decided), ...judge({ ...history, rules, troubles }, ['G9'])]
}

/** ms; a schedule goes once through all of its kinds of trouble in a minute. */
const LONGEST_ROUND = 60_000

/** Rounds one after the other, each from nothing and with a seed of its own, judged as it ends. */
export async function runCampaign(options: CampaignOptions): Promise<Campaign> {
  const { subject, executable, seed, minutes, rules, isComparison = false, say = () => undefined } = options
  const began = performance.now()
  const site = await buildSite(subject)
  const backend = await startBackend(site.directory, seed)
  const browser = await Browser.launch(executable)
  say(`  ${subject.name} is served to a browser after ${seconds(began)}`)
  try {
    const rounds = Math.ceil((minutes * 60_000) / LONGEST_ROUND)
    const length = (minutes * 60_000) / rounds
    let summary = nothing
    const [violations, problems, histories]: [Violation[], string[], History[]] = [[], [], []]
    for (let round = 0; round < rounds; round += 1) {
      await site.serveWorker(seed + round)
      const beganRound = performance.now()
      const actions = scheduleOf({ seed: seed + round, length, plainReads: isComparison })
      const newVersion = (): Promise<void> => site.serveWorker(seed + round)
      const worker = subject.name
      const byUser = isComparison
      const played = await playRound({ browser, backend, worker, rules, actions, newVersion, byUser })
      problems.push(...played.problems)
      summary = added(summary, { ...nothing, minutes: length / 60_000, done: played.done })
      let found = 0
      for (const history of played.histories) {
        const guilty = judged(history)
        if (guilty.length > 0) histories.push(history)
        violations.push(...guilty)
        found += guilty.length
        summary = added(summary, summaryOf(history, guilty))
      }
      say(
        `  round ${round + 1} of ${rounds}, seed ${seed + round}: ${actions.length} actions in ${seconds(beganRound)}, ${found} violations`,
      )
    }
    return { summary, violations, problems, histories }
  } finally {
    await browser.close()
    await backend.close()
  }
}
