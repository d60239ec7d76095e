import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { paymentSync } from './app/vite/public.ts'
import { makeLean, WORKER_ENTRY } from './scripts/bundle-worker.ts'
import { under } from './scripts/places.ts'

/** The demo, and the worker beside it: by the plugin that everybody gets, from the worker's sources. */
export default defineConfig({
  root: under('app/demo'),
  plugins: [react(), paymentSync({ worker: WORKER_ENTRY, plugins: makeLean() })],
  build: {
    outDir: under('dist/demo'),
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: false,
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
})
