import type { ReactElement } from 'react'
import { CheckIcon, ClockIcon, DotIcon, LockIcon, WarningIcon } from './icons.tsx'
import type { Tone } from './payment-words.ts'

const icons: Readonly<Record<Tone, () => ReactElement>> = {
  good: CheckIcon,
  safe: LockIcon,
  waiting: ClockIcon,
  bad: WarningIcon,
  plain: DotIcon,
}

/** The shape beside the words, so that nothing is said by colour alone. */
export function ToneIcon({ tone }: { readonly tone: Tone }): ReactElement {
  const Shape = icons[tone]
  return <Shape />
}
