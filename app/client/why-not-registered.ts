/**
 * Why the browser refused a worker's script, and what to do: its own words name neither what the server answered nor which
 * of the rules was meant. So the script is asked for once more, and looked at by the same rules. Loaded only where it failed.
 *
 * @param href of the script
 * @param scope as it was asked for
 * @param cause what the browser said
 */
export async function whyNotRegistered(href: string, scope: string, cause?: unknown): Promise<string> {
  const cannot = `Cannot register ${href}:`
  if (new URL(href).origin !== location.origin)
    return `${cannot} it is of another origin. Serve it from ${location.origin}.`
  if (String(cause).includes('TrustedScriptURL')) {
    return `${cannot} this page enforces Trusted Types. Register it by a policy of your own, and say register: false here.`
  }
  const answer = await fetch(href, { cache: 'no-store' }).catch(() => undefined)
  if (!answer)
    return `${cannot} it can't be fetched. Offline, or a content blocker, or the CSP's worker-src or connect-src?`
  if (answer.redirected)
    return `${cannot} it is redirected to ${answer.url}, which a worker's script may not be. Serve it there itself.`
  if (!answer.ok) {
    return `${cannot} the server answered ${answer.status}. Copy payment-sync-sw.js there, or say in "url" where it is.`
  }
  const type = answer.headers.get('Content-Type') ?? 'no type at all'
  if (!/^(text|application)\/(x-)?(java|ecma)script\b/.test(type)) {
    const fallback = type.startsWith('text/html')
      ? ' Is it missing, and this the page that an app shows for any address?'
      : ''
    return `${cannot} it is served as ${type}. Serve it as text/javascript.${fallback}`
  }
  const widest = new URL(answer.headers.get('Service-Worker-Allowed') ?? './', href).pathname
  const asked = new URL(scope, document.baseURI).pathname
  if (!asked.startsWith(widest)) {
    return `${cannot} there it may look after "${widest}" at most, not after "${asked}". Serve it from "${asked}", or send "Service-Worker-Allowed: ${asked}" with it, or say scope: "${widest}".`
  }
  return `${cannot} it is served as it should be, so it failed as it ran: the browser's console and Application panel say how. In a private window, IndexedDB may be missing.`
}

/** A page that is not below the worker's scope. */
export const whyOutOfScope = (scope: string): string =>
  `Cannot control ${location.pathname}: the worker's scope is ${scope}. Serve the script from the root, or send "Service-Worker-Allowed: /" with it and ask for scope: "/".`
