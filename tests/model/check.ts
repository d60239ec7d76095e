import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Variant } from './variants.ts'

export interface Checked {
  readonly states: number
  readonly depth: number
  readonly ms: number
  /** neither: the search was cut short, or failed for a reason of the model's own. */
  readonly verdict: 'holds' | 'fails' | 'neither'
  readonly why: string
}

const here = fileURLToPath(new URL('.', import.meta.url))
const model = 'mechanism.pml'
const run = promisify(execFile)

/** What it means that an assertion failed. */
const guarantees: Readonly<Record<string, string>> = {
  'got>=floor': 'breaks G2 or G3',
  'executions==1': 'breaks G8',
  'executions>0': 'breaks G8',
  'session==session': 'breaks G4',
}

/** Searches everything that can happen in a variant, until the first counterexample. */
export function check(variant: Variant): Promise<Checked> {
  return search(variant, (_, checked) => Promise.resolve(checked))
}

/** How a variant breaks, one line a step; undefined: it doesn't. */
export function story(variant: Variant): Promise<string[] | undefined> {
  return search(variant, async (folder, { verdict }) => {
    if (verdict !== 'fails') return undefined
    const replay = ['-T', '-t', ...flagsOf(variant), model]
    const { stdout } = await run('spin', replay, { cwd: folder })
    const lines = stdout.split('\n').filter((line) => /^STORY |assertion/.test(line))
    return lines.map((line) => line.replace(/^STORY /, ''))
  })
}

const flagsOf = ({ flags }: Variant): string[] => Object.entries(flags).map(([name, value]) => `-D${name}=${value}`)

async function search<Result>(
  variant: Variant,
  use: (folder: string, checked: Checked) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'payment-sync-model-'))
  try {
    // SPIN leaves its files where the model is.
    for (const name of await readdir(here)) if (name.endsWith('.pml')) await copyFile(here + name, join(folder, name))
    await run('spin', [...flagsOf(variant), '-a', model], { cwd: folder })
    // What fails, fails soon: most of its time would go into the compiler.
    const optimised = variant.expected === 'fails' ? '-O0' : '-O1'
    await run('gcc', [optimised, '-w', '-DSAFETY', '-DCOLLAPSE', '-DMEMLIM=8000', '-o', 'pan', 'pan.c'], {
      cwd: folder,
    })
    const began = performance.now()
    const { stdout } = await run('./pan', ['-m10000'], { cwd: folder, maxBuffer: 1e8 })
    return await use(folder, { ...verdictOf(variant, stdout), ms: Math.round(performance.now() - began) })
  } finally {
    await rm(folder, { recursive: true })
  }
}

function verdictOf({ flags }: Variant, output: string): Omit<Checked, 'ms'> {
  const number = (pattern: RegExp): number => Number(pattern.exec(output)?.[1] ?? Number.NaN)
  const depth = number(/depth reached (\d+)/)
  const states = number(/([\d.e+]+) states, stored/)
  const errors = number(/errors: (\d+)/)
  const failed = /pan:\d+: (.*?) \(at depth/.exec(output)?.[1]
  if (failed !== undefined) {
    const [, why] = Object.entries(guarantees).find(([text]) => failed.replaceAll(/[() ]/g, '').includes(text)) ?? []
    const isSession = flags['SESSIONS'] === 1
    return { states, depth, verdict: why ? 'fails' : 'neither', why: (isSession && why ? 'breaks G4' : why) ?? failed }
  }
  const cut = /max search depth too small|not completed|out of memory|memory limit/i.exec(output)?.[0]
  return errors === 0 && cut === undefined
    ? { states, depth, verdict: 'holds', why: 'holds' }
    : { states, depth, verdict: 'neither', why: cut ?? 'no result' }
}
