import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PROTOCOL_VERSION } from '../../shared/protocol.ts'

/**
 * What pages and workers of one version say to each other. Never change the text of a version that was published: browsers
 * hold pages and workers of different days at once.
 */
const shapes: Readonly<Record<number, string>> = {
  1: `
Reason = 'mutation' | 'outcome-unknown' | 'discovered' | 'manual' | 'live' | 'session' | 'distrust' | 'removed'
FromWorker =
| { type: 'invalidated'; groups: string[]; reason: Reason; stamp: number; before: number; born: string; unsettledFor?: number }
| { type: 'updated'; url: string; groups: string[]; asOf: number }
| { type: 'started'; stamp: number; born: string }
ToWorker =
| { type: 'hello' }
| { type: 'catch-up'; since: number; born: string }
| { type: 'invalidate'; groups: string[] }
| { type: 'end-session' }
| { type: 'live'; id: string; groups: string[]; changes: string[] }
| { type: 'mutated'; method: string; url: string; ended: boolean; groups: string[]; unknown?: boolean }
| { type: 'report'; of: Subject }
| { type: 'set'; debug?: boolean; paused?: boolean }
| { type: 'take-over'; idle: boolean }
| { type: 'leave' }
Subject = 'stats' | 'entries' | 'decisions'
Reply =
| { type: 'latest'; stamp: number; born: string; groups: string[]; live?: string; paused?: boolean; rows?: unknown[] }
| { type: 'refused'; problem: string }
Envelope<Message> { from: 'payment-sync'; version: typeof PROTOCOL_VERSION; message: Message }
`,
}

test('the shape of the protocol is the one of its version', () => {
  expect(
    shapeOf(readFileSync(new URL('../../shared/protocol.ts', import.meta.url), 'utf8')),
    'The protocol has another shape: raise PROTOCOL_VERSION, and add the new shape to this test',
  ).toBe(shapes[PROTOCOL_VERSION])
})

test('a change of the protocol is a change of its shape, and a comment is none', () => {
  const before = `export type Reply =\n  | { readonly type: 'latest'; readonly stamp: number }`

  expect(shapeOf(before.replace('stamp: number', 'stamp: string'))).not.toBe(shapeOf(before))
  expect(shapeOf(before.replace('readonly stamp', 'readonly stamp?'))).not.toBe(shapeOf(before))
  expect(shapeOf(`${before}\n  | { readonly type: 'refused' }`)).not.toBe(shapeOf(before))
  expect(shapeOf(before.replace('{', '{ /** Why. */\n // here\n '))).toBe(shapeOf(before))
})

/** The types that a source exports, one line for each kind of message, without comments and layout. */
function shapeOf(source: string): string {
  const plain = source
    .replaceAll(/\/\*[\s\S]*?\*\//g, ' ')
    .replaceAll(/\/\/.*$/gm, ' ')
    .replaceAll('readonly ', '')
  const types = [...plain.matchAll(/export (?:type|interface) ([\s\S]*?)(?=\n\n|\nexport |$)/g)]
  const lines = types.flatMap(([, type = '']) =>
    type
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/ \| \{/g, '\n| {')
      .replaceAll(/; \}| \}/g, ' }')
      .replaceAll(/(?<=[\w>\]'}]) (?=[a-zA-Z]+\??: )/g, '; ')
      .replaceAll('= | ', '= ')
      .trim(),
  )
  return `\n${lines.join('\n')}\n`
}
