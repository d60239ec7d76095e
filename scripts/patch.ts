import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'
import type { Patch } from '../tests/simulation/faults/fault.ts'
import { under } from './places.ts'

/** How often what a patch replaces stands in its file. */
export const timesFound = ({ file, find }: Patch): number => readFileSync(under(file), 'utf8').split(find).length - 1

/** Makes the changes, one after the other, to whatever is built with it. */
export const patching = (patches: readonly Patch[]): Plugin => ({
  name: 'patching',
  enforce: 'pre',
  transform: (code, id) => {
    const own = patches.filter(({ file }) => under(file) === id)
    if (own.length === 0) return undefined
    // Without a map of its own: nobody steps through what is broken on purpose.
    return { code: own.reduce((text, { find, replace }) => text.replace(find, () => replace), code), map: null }
  },
})
