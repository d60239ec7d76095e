/** The clock of histories: ms, the same in pages and here. */
export const now = (): number => performance.timeOrigin + performance.now()
