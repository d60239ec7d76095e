import { rmSync } from 'node:fs'
import type { Fault } from '../../tests/simulation/faults/fault.ts'
import { patching, timesFound } from '../patch.ts'
import { bundleSimulation } from './bundle-simulation.ts'
import { campaign } from './campaign.ts'
import { playStories } from './play-stories.ts'

export interface Chased {
  /** Why its story doesn't catch it; empty if it does. */
  readonly problem: string
  /** How many histories it took; undefined: it wasn't caught so. */
  readonly random: number | undefined
  readonly sweep: number | undefined
}

export interface Limits {
  /** Random histories at most; 0: none. */
  readonly random: number
  /** Scenarios that are swept at most. */
  readonly sweep: number
}

let scripts = 0

/** Brings a fault back, and looks who notices: its story always, then random histories, or else the sweep. */
export async function chaseFault(fault: Fault, limits: Limits): Promise<Chased> {
  const times = timesFound(fault)
  if (times !== 1) return { problem: `stands there ${times} times`, random: undefined, sweep: undefined }
  const plugins = [patching([fault])]
  const states = await playStories(fault.caughtBy, plugins)
  const problem = problemOf(states)
  if (limits.random + limits.sweep === 0) return { problem, random: undefined, sweep: undefined }
  scripts += 1
  const script = await bundleSimulation(`fault-${process.pid}-${scripts}`, plugins)
  try {
    const random = await howMany(script, 'random', limits.random)
    // What random histories don't find.
    return { problem, random, sweep: random === undefined ? await howMany(script, 'sweep', limits.sweep) : undefined }
  } finally {
    rmSync(script)
  }
}

function problemOf(states: readonly string[]): string {
  if (states.length !== 1) return `${states.length} tests have that title`
  return states[0] === 'failed' ? '' : 'SURVIVES its story'
}

/** A worker that waits for ever is noticed, too. */
const PATIENCE = 30_000

async function howMany(script: string, how: 'random' | 'sweep', runs: number): Promise<number | undefined> {
  if (runs === 0) return undefined
  const { failure, histories } = await campaign(script, { how, from: 1, runs, workers: 1, patience: PATIENCE })
  return failure === undefined ? undefined : histories
}
