import { registerPaymentSync } from '../../../app/client/public.ts'
import { runApp } from './app.tsx'
import { kitLibrary } from './kit-library.tsx'

/** Without a worker: tabs tell each other of changes, and each asks for itself. */
runApp(kitLibrary(registerPaymentSync({ url: '/worker.js', register: false })))
