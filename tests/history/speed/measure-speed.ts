import * as fc from 'fast-check'
import { judge } from '../judge.ts'
import { withPerfectCache } from '../reference.ts'
import { scripts } from '../script.ts'

/** How many histories are judged in a second, on one core: `node --import tsx tests/history/speed/measure-speed.ts` */
const histories = fc
  .sample(scripts(40), { numRuns: 4_000, seed: 1 })
  .map(withPerfectCache)
  .filter(({ reads, mutations }) => reads.length + mutations.length >= 20)
const operations = histories.reduce((sum, each) => sum + each.reads.length + each.mutations.length, 0)
const records = histories.reduce((sum, { requests, notices, shown, writes }) => {
  return sum + requests.length + notices.length + shown.length + writes.length
}, operations)

// By the processor's time, not the wall's: others may be at work here.
const spent = (): number => process.cpuUsage().user / 1_000_000
const rates: number[] = []
for (let round = 0; round < 5; round += 1) {
  const start = spent()
  let judged = 0
  while (spent() - start < 1.5) {
    for (const history of histories) if (judge(history).length > 0) throw new Error('The reference never errs.')
    judged += histories.length
  }
  rates.push(judged / (spent() - start))
}
const mean = (sum: number): string => (sum / histories.length).toFixed(1)
console.log(
  `${histories.length} histories of ${mean(operations)} operations (${mean(records)} records): ` +
    `${rates.map((rate) => Math.round(rate)).join(', ')} a second`,
)
