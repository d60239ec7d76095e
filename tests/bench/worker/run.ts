import { readFile, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { under } from '../../../scripts/places.ts'
import { between } from '../../chaos/comparison.ts'
import { countRequests, requestsTable } from '../pages/count-requests.ts'
import { pageMeasures } from '../pages/page-measures.ts'
import { buildPageSubjects, pageSubjectNames } from '../pages/page-subjects.ts'
import { bundlePage } from './bundle-page.ts'
import { fanOuts, fanOutSubjects, measureFanOut } from './fan-out.ts'
import { measures, type Measure } from './measures.ts'
import { described, pictureOf, tableOf } from './report.ts'
import { runMeasures, type Result } from './run-measures.ts'
import { Stage } from './stage.ts'
import { sizedMeasures, sizedSubjects } from './store-sizes.ts'
import { buildSubjects, WORKER, type Subject } from './subjects.ts'
import { steps, takenApart, takenApartMeasures } from './taken-apart.ts'
import { measureMemory, memoryTable } from './worker-memory.ts'

/**
 * `npm run bench -- --rounds 7 --only hit --write`: what each worker costs, side by side, in one browser. `--only` takes
 * the measures whose names fit that regular expression (`taken apart` what each promise costs, `^page` what pages pay,
 * `^requests` what a browser asks the API, `^memory` what workers hold); `--write` puts the figures into their sections of docs/performance.md.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
if (!(rounds >= 1)) throw new Error(`--rounds is "${values.rounds}"; it must be a number from 1.`)

const PAGE = under('docs/performance.md')
const PICTURE = under('docs/performance.svg')
const COMPARED = ['payment-sync', 'workbox', 'serwist', 'ngsw']
const COLOURS = { 'payment-sync': '#0d9488', workbox: '#d97706', serwist: '#7c3aed', ngsw: '#dc2626' }

const say = (line: string): void => console.log(line)
const only = new RegExp(values.only)

/** By `--only`. */
const chosen = <Each extends { readonly name: string }>(all: readonly Each[]): Each[] =>
  all.filter(({ name }) => only.test(name))

/** All of a part in one browser, from nothing. */
async function staged<Got>(work: (stage: Stage) => Promise<Got>): Promise<Got> {
  const stage = await Stage.open()
  try {
    return await work(stage)
  } finally {
    await stage.close()
  }
}

async function run(subjects: readonly Subject[], asked: readonly Measure[]): Promise<readonly Result[]> {
  if (asked.length === 0) return []
  return staged(async (stage) => {
    const stands = []
    for (const subject of subjects) stands.push(await stage.add(subject))
    return runMeasures(stage, stands, asked, rounds, say)
  })
}

const page = await bundlePage()
const subjects = await buildSubjects(page)
const workers = await run(subjects, chosen(measures))
say(described(workers))
const sizes = await run(await sizedSubjects(page), chosen(sizedMeasures))
say(described(sizes))
const chosenFanOuts = chosen(fanOuts)
const fanOut =
  chosenFanOuts.length > 0
    ? await staged(async (stage) => measureFanOut(stage, await fanOutSubjects(page), chosenFanOuts, rounds))
    : []
say(described(fanOut))

const chosenApart = chosen(takenApartMeasures)
const apart = chosenApart.length > 0 ? await run(await takenApart(page), chosenApart) : []
if (apart.length > 0) say(described(apart))

const chosenPages = chosen(pageMeasures)
const pages = chosenPages.length > 0 ? await run(await buildPageSubjects(pageSubjectNames), chosenPages) : []
if (pages.length > 0) say(described(pages))
const asking = pageSubjectNames.filter((name) => name !== 'no library' && only.test(`requests, ${name}`))
const requests = []
for (const subject of await buildPageSubjects(asking)) {
  requests.push(await staged((stage) => countRequests(stage, subject)))
  say(requestsTable(requests.slice(-1)))
}
const memory = only.test('memory') ? await staged((stage) => measureMemory(stage, subjects)) : []
if (memory.length > 0) say(memoryTable(memory))

const bytes = COMPARED.map((name) => {
  const script = subjects.find((subject) => subject.name === name)?.files.get(WORKER) ?? ''
  return `${name} ${(gzipSync(script, { level: 9 }).length / 1_000).toFixed(1)} kB`
}).join(', ')
say(`\nMinified and gzipped: ${bytes}.`)

if (values.write) {
  const date = new Date().toISOString().slice(0, 10)
  const command = `npm run bench -- --rounds ${rounds}${values.only === '' ? '' : ` --only "${values.only}"`} --write`
  const madeBy = `Made by \`${command}\` on ${date}`
  const sections: Readonly<Record<string, readonly string[]>> = {
    bench: [
      ...(workers.length > 0 ? [tableOf(workers, ['reads whole', 'writes first', ...COMPARED])] : []),
      ...(sizes.length > 0
        ? [
            'The same worker over stores of several sizes, as a multiple of the smallest:',
            tableOf(sizes, ['10,000 entries', '100,000 entries']),
          ]
        : []),
      ...(fanOut.length > 0
        ? ['A change in one tab, until the last of all shows it:', tableOf(fanOut, ['payment-sync'])]
        : []),
    ],
    apart: apart.length > 0 ? [tableOf(apart, ['payment-sync', ...steps.map(({ name }) => name), 'reads whole'])] : [],
    pages: pages.length > 0 ? [tableOf(pages, pageSubjectNames.slice(1))] : [],
    requests: requests.length > 0 ? [requestsTable(requests)] : [],
    memory: memory.length > 0 ? [memoryTable(memory)] : [],
  }
  const about: Readonly<Record<string, string>> = {
    bench: `; ${rounds} rounds. Minified and gzipped: ${bytes}.`,
    apart: `; ${rounds} rounds.`,
    pages: `; ${rounds} rounds.`,
  }
  let filled = await readFile(PAGE, 'utf8')
  for (const [name, parts] of Object.entries(sections)) {
    if (parts.length > 0) filled = between(filled, name, [`${madeBy}${about[name] ?? '.'}`, ...parts].join('\n\n'))
  }
  await writeFile(PAGE, await format(filled, { ...(await resolveConfig(PAGE)), filepath: PAGE }))
  const drawn = workers.filter(({ measure }) =>
    /^(?:hit, s|hit, c|hit, w|50 hits|payment|booking, f|mutation)/.test(measure.name),
  )
  if (drawn.length > 0) await writeFile(PICTURE, pictureOf(drawn, COLOURS))
  say('Written into docs/performance.md, and what is drawn into docs/performance.svg.')
}
