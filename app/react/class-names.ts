/** The kit's own, then the app's. */
export const classNames = (...names: readonly (string | undefined)[]): string => names.filter(Boolean).join(' ')
