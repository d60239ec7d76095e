import type { Tools } from './tools.ts'

const names = ['stats', 'entries', 'decisions', 'pause', 'update', 'unregister'] as const

/** The tools, whose script is loaded with the first call: who doesn't ask for it doesn't pay for it. */
export const later = (load: () => Promise<Tools>): Tools =>
  Object.fromEntries(
    names.map((name) => [
      name,
      async (option: never) => {
        const tools = await load()
        return tools[name](option)
      },
    ]),
  ) as unknown as Tools
