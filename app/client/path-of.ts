/** Where a request goes, without its query, parts of which a policy may take no notice of. `url`: as a page writes it. */
export function pathOf(url: string): string {
  // On a server there is no document, and nobody who tells of a newer answer.
  const { origin, pathname } = new URL(url, typeof document === 'undefined' ? 'http://localhost' : document.baseURI)
  return origin + pathname
}
