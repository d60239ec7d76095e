import { useEffect, useRef } from 'react'

/** For `aria-keyshortcuts`. No browser has it for itself; screen readers use other modifiers. */
export const SHORTCUT = 'Alt+I'

/** As it stands on the keys here. */
export const shortcutWords = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌥ I' : 'Alt + I'

/** Alt+I, wherever the focus is, but for a field in which somebody types: there it may be a letter. */
export function useShortcut(onPress: () => void): void {
  const press = useRef(onPress)
  useEffect(() => {
    press.current = onPress
  })
  useEffect(() => {
    const here = new AbortController()
    const hear = (event: KeyboardEvent): void => {
      if (!isShortcut(event) || event.repeat || isTyping(event.target)) return
      event.preventDefault()
      press.current()
    }
    addEventListener('keydown', hear, here)
    return () => here.abort()
  }, [])
}

/** By the letter; with Option held down, a Mac says what it would write instead, so there by the key's place. */
function isShortcut({ altKey, ctrlKey, metaKey, shiftKey, key, code }: KeyboardEvent): boolean {
  const isI = /^[a-z]$/i.test(key) ? key.toLowerCase() === 'i' : code === 'KeyI'
  return altKey && isI && !ctrlKey && !metaKey && !shiftKey
}

const typed =
  'input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]'

const isTyping = (target: EventTarget | null): boolean => target instanceof Element && target.closest(typed) !== null
