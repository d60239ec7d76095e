/** The TTL table in small, ms: what ages in half a minute can't be watched by the hundred in ten. Every worker gets it. */
export const table = {
  payment: { ttl: 5_000, timeout: 1_000 },
  booking: { ttl: 30_000, revalidateAfter: 5_000 },
  static: { ttl: 60_000 },
} as const
