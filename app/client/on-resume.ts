/**
 * Calls back when the page may have missed something: it comes back from the back/forward cache, from being hidden or
 * frozen, or online. Nobody sees a hidden page; it resumes when it is shown.
 */
export function onResume(resumed: () => void, options: AddEventListenerOptions): void {
  const listener = ({ type, persisted }: Event & { persisted?: boolean }): void => {
    if (type === 'pageshow' ? persisted : document.visibilityState === 'visible') resumed()
  }
  // Capturing: `resume` and `visibilitychange` are the document's.
  for (const type of ['pageshow', 'online', 'resume', 'visibilitychange']) {
    addEventListener(type, listener, { ...options, capture: true })
  }
}
