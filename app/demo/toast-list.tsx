import { useSyncExternalStore, type ReactElement } from 'react'
import { CheckIcon, CloseIcon } from './icons.tsx'
import { dismiss, toastStore } from './toasts.ts'

/** Always in the page, empty or not: screen readers announce only what appears in a region they know. */
export function ToastList(): ReactElement {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.current)
  return (
    <div className="toasts" role="status" aria-label="Messages">
      {toasts.map(({ id, words }) => (
        <p key={id} className="toast">
          <CheckIcon />
          <span>{words}</span>
          <button type="button" className="icon-button" aria-label="Dismiss message" onClick={() => dismiss(id)}>
            <CloseIcon />
          </button>
        </p>
      ))}
    </div>
  )
}
