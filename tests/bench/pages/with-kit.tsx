import { registerPaymentSync } from '../../../app/client/public.ts'
import { runApp } from './app.tsx'
import { kitLibrary } from './kit-library.tsx'

runApp(kitLibrary(registerPaymentSync({ url: '/worker.js' })))
