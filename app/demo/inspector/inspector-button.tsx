import type { ReactElement } from 'react'
import { InspectIcon } from '../icons.tsx'
import { SHORTCUT, shortcutWords } from './use-shortcut.ts'

interface InspectorButtonProps {
  readonly isOpen: boolean
  readonly onToggle: () => void
}

export function InspectorButton({ isOpen, onToggle }: InspectorButtonProps): ReactElement {
  return (
    <button
      type="button"
      className="button quiet small inspector-button"
      title={`Inspector (${shortcutWords})`}
      aria-keyshortcuts={SHORTCUT}
      aria-pressed={isOpen}
      onClick={onToggle}
    >
      <InspectIcon />
      <span className="button-words">
        Inspector <kbd aria-hidden="true">{shortcutWords}</kbd>
      </span>
    </button>
  )
}
