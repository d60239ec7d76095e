import type { ReactElement } from 'react'
import { Icon } from './icons.tsx'

interface IconButtonProps {
  readonly shape: 'refresh' | 'good'
  /** Names the button. */
  readonly title: string
  /** Beside the icon, where there is room. */
  readonly words?: string | undefined
  readonly isBusy: boolean
  readonly isDisabled?: boolean | undefined
  readonly onPress: () => void
}

/** Busy, it stays focused and is not pressed twice: what it does joins what is under way. */
export function IconButton({ shape, title, words, isBusy, isDisabled, onPress }: IconButtonProps): ReactElement {
  return (
    <button
      type="button"
      className={words === undefined ? 'psync-icon-button' : 'psync-button psync-button-quiet'}
      title={title}
      aria-busy={isBusy}
      disabled={isDisabled}
      onClick={onPress}
    >
      <Icon shape={shape} />
      {words !== undefined && <span>{words}</span>}
    </button>
  )
}
