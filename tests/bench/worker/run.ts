import { parseArgs } from 'node:util'
import { bundlePage } from './bundle-page.ts'
import { measures } from './measures.ts'
import { runMeasures } from './run-measures.ts'
import { Stage } from './stage.ts'
import { buildSubjects } from './subjects.ts'

/** `npm run bench -- --rounds 7 --only hit`: what each worker costs, side by side, in one browser. */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, only: { type: 'string', default: '' } },
})
const rounds = Number(values.rounds)
if (!(rounds >= 1)) throw new Error(`--rounds is "${values.rounds}"; it must be a number from 1.`)
const chosen = measures.filter(({ name }) => name.includes(values.only))
if (chosen.length === 0) throw new Error(`--only is "${values.only}"; no measure has that in its name.`)

const subjects = await buildSubjects(await bundlePage())
const stage = await Stage.open()
try {
  const stands = []
  for (const subject of subjects) stands.push(await stage.add(subject))
  const results = await runMeasures(stage, stands, chosen, rounds, (line) => console.log(line))
  for (const { measure, costs } of results) {
    console.log(`\n${measure.name}${measure.atMost === undefined ? '' : ` (at most ${measure.atMost})`}`)
    for (const { subject, ms, ratio, spread } of costs) {
      const [low, high] = spread.map((each) => each.toFixed(2))
      console.log(
        `  ${subject.padEnd(14)}${ms.toFixed(2).padStart(9)} ms${ratio.toFixed(2).padStart(8)}   ${low} to ${high}`,
      )
    }
  }
} finally {
  await stage.close()
}
