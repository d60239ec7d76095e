import { fileURLToPath } from 'node:url'

/** The top of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** A file or folder of the repository, as an absolute path. */
export const under = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
