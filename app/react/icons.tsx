import type { ReactElement } from 'react'
import type { Tone } from './payment-words.ts'

const circle = 'M10 2.75a7.25 7.25 0 1 1 0 14.5 7.25 7.25 0 0 1 0-14.5'

/** The shape beside the words, so that nothing is said by colour alone. */
const shapes = {
  good: `${circle}M6.8 10.2 9 12.4l4.3-4.6`,
  safe: 'M6 9h8a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2M6.8 9V6.6a3.2 3.2 0 0 1 6.4 0V9',
  waiting: `${circle}M10 6v4.2l2.7 1.7`,
  bad: 'M10 3.2 17.4 16H2.6zM10 8v3.6M10 13.7v.1',
  plain: `${circle}M7 10h6`,
  refresh: 'M16.2 8A6.6 6.6 0 0 0 4.6 6.6L3.4 8M3.8 12a6.6 6.6 0 0 0 11.6 1.4l1.2-1.4M3.2 4.2V8H7M16.8 15.8V12H13',
  person: 'M10 3.75a3.05 3.05 0 1 1 0 6.1 3.05 3.05 0 0 1 0-6.1M3.8 16.6c.7-3.1 3.1-4.7 6.2-4.7s5.5 1.6 6.2 4.7',
  calendar:
    'M5.2 4.6h9.6a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5.2a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2M3.2 8.4h13.6M7 2.8v3.2M13 2.8v3.2',
} as const satisfies Readonly<Record<Tone, string>> & Readonly<Record<string, string>>

/** Icons only accompany words, so screen readers skip them. */
export function Icon({ shape }: { readonly shape: keyof typeof shapes }): ReactElement {
  return (
    <svg className="psync-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={shapes[shape]} />
    </svg>
  )
}
