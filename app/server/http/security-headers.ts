import { secureHeaders } from 'hono/secure-headers'

/** Everything from here and nothing inline. `data:` is for the small icons that the build puts into the styles. */
export const securityHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    baseUri: ["'none'"],
    objectSrc: ["'none'"],
    frameAncestors: ["'none'"],
    formAction: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'", 'data:'],
    workerSrc: ["'self'"],
  },
  crossOriginResourcePolicy: 'same-origin',
  crossOriginOpenerPolicy: 'same-origin',
  xFrameOptions: 'DENY',
  // Not `no-referrer`: with it, browsers send `Origin: null` with our own forms.
  referrerPolicy: 'same-origin',
  strictTransportSecurity: false,
  xXssProtection: false,
})
