/** The worker's own global, typed. Nothing else in this folder mentions `self`. */
declare const self: ServiceWorkerGlobalScope
export const scope: ServiceWorkerGlobalScope = self
