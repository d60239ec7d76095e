/** The classes of the TTL table, by address. */
export const isPayment = ({ pathname }: URL): boolean =>
  /^\/api\/(?:payment\/verify|payments|bookings\/sync)$/.test(pathname)

export const isBooking = ({ pathname }: URL): boolean => /^\/api\/bookings(?:\/|$)/.test(pathname)

export const isService = ({ pathname }: URL): boolean => pathname === '/api/services'
